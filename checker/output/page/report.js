"use strict";
// Every quote is a link to its place, so the page can be read without this script. It adds: both ways by click, keys, the filter.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;
  const list = one("#list");
  const text = one("#text");
  const help = one("#help");
  const narrow = matchMedia("(max-width: 700px)");
  const items = all(".item", list);
  const steps = items.filter((item) => !item.classList.contains("part"));
  let current = null;
  let place = 0;
  root.classList.add("js");

  const opener = (item) => one(".open", item);
  const own = (item) => (item.classList.contains("part") ? all(".where a.quote", item) : all("a.quote", item));
  const visible = (item) => item.getClientRects().length > 0;
  const shownSteps = () => steps.filter(visible);

  function pieces(quote) {
    const found = [];
    for (let n = Number(quote.dataset.first); n <= Number(quote.dataset.last); n += 1) {
      found.push(document.getElementById(`m${n}`));
    }
    return found;
  }

  function itemsOf(mark) {
    return mark.dataset.items.split(" ").map((index) => document.getElementById(`v${index}`)).filter(visible);
  }

  // Scroll only where the element is not in sight already.
  function reveal(element, box) {
    const area = narrow.matches ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect();
    const at = element.getBoundingClientRect();
    if (at.top >= area.top + 56 && at.bottom <= area.bottom - 56) return;
    const tall = at.height > (area.bottom - area.top) * 0.7;
    element.scrollIntoView({ block: tall ? "start" : "center", inline: "nearest" });
  }

  function say() {
    const among = shownSteps();
    const at = among.indexOf(current);
    one("#count").textContent = at < 0 ? `共${among.length}条` : `第${at + 1}条，共${among.length}条`;
    if (!current) return;
    const quotes = own(current).length;
    const where = quotes ? `第${place + 1}处，共${quotes}处原文` : "没有对应的原文";
    one("#live").textContent = `${one(".pill", current).textContent}：${one(".what", current).textContent}。${where}`;
  }

  function expand(item, open) {
    const button = opener(item);
    if (button) button.setAttribute("aria-expanded", String(open));
  }

  function clear() {
    all(".on, .here").forEach((element) => element.classList.remove("on", "here"));
    items.forEach((item) => item.classList.remove("current", "also"));
    items.filter(opener).forEach((item) => expand(item, item.classList.contains("todo") || root.classList.contains("unfolded")));
    current = null;
    place = 0;
  }

  // Make an item the current one and show one of its quotes. `from` is the side that was clicked: it stays where it is.
  function select(item, index = 0, from = "") {
    clear();
    current = item;
    item.classList.add("current");
    expand(item, true);
    const quotes = own(item);
    quotes.forEach((quote) => pieces(quote).forEach((piece) => piece.classList.add("on")));
    place = Math.max(0, Math.min(index, quotes.length - 1));
    const quote = quotes[place];
    if (quote) {
      const marked = pieces(quote);
      [quote, ...marked].forEach((element) => element.classList.add("here"));
      if (from !== "text" && (!narrow.matches || from === "quote")) reveal(marked[0], text);
    }
    if (from !== "quote" && from !== "list") reveal(item, list);
    say();
  }

  function step(by) {
    const among = shownSteps();
    if (!among.length) return;
    const at = among.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : among.length - 1) : Math.max(0, Math.min(at + by, among.length - 1));
    select(among[next]);
    opener(among[next]).focus({ preventScroll: true });
  }

  function turn(by) {
    const count = current ? own(current).length : 0;
    if (count) select(current, (place + by + count) % count, "quote");
  }

  function filter() {
    const on = root.classList.toggle("only");
    one("#only").setAttribute("aria-pressed", String(on));
    one(".none").hidden = !on || shownSteps().length > 0;
    if (current && !visible(current)) clear();
    say();
    if (current) reveal(current, list);
  }

  function unfold() {
    const on = root.classList.toggle("unfolded");
    one("#all").setAttribute("aria-pressed", String(on));
    items.filter(opener).forEach((item) => expand(item, on || item === current || item.classList.contains("todo")));
    if (current) reveal(current, list);
  }

  // A second click on the same mark shows the next of its items.
  function follow(mark) {
    const among = itemsOf(mark);
    if (!among.length) return;
    const item = among[(among.indexOf(current) + 1) % among.length];
    const number = Number(mark.id.slice(1));
    const index = own(item).findIndex((q) => Number(q.dataset.first) <= number && number <= Number(q.dataset.last));
    select(item, index, "text");
    among.filter((other) => other !== item).forEach((other) => other.classList.add("also"));
    if (among.length > 1) one("#live").textContent += `。这一处有${among.length}条，再点一次看下一条`;
  }

  // On a narrow screen: from the results to the text and back.
  const reading = () => text.getBoundingClientRect().top < innerHeight / 2;

  function jump() {
    if (reading()) (current || list).scrollIntoView({ block: "start" });
    else (one("mark.here") || one(".paper")).scrollIntoView({ block: one("mark.here") ? "center" : "start" });
  }

  list.addEventListener("click", (event) => {
    const quote = event.target.closest("a.quote");
    const task = event.target.closest("a.task");
    const button = event.target.closest(".open");
    if (quote) {
      const item = quote.closest(".item");
      event.preventDefault();
      select(item, own(item).indexOf(quote), "quote");
    } else if (task) {
      event.preventDefault();
      const item = one(task.getAttribute("href"));
      if (!visible(item)) filter();
      select(item);
      opener(item).focus({ preventScroll: true });
    } else if (button) {
      const item = button.closest(".item");
      if (item === current) {
        clear();
        say();
      } else select(item, 0, "list");
    }
  });

  if (text) {
    text.addEventListener("click", (event) => {
      const mark = event.target.closest("mark[data-items]");
      if (mark && getSelection().isCollapsed) follow(mark);
    });
    one("#jump").addEventListener("click", jump);
    addEventListener("scroll", () => { one("#jump").textContent = reading() ? "看结果" : "看原文"; }, { passive: true });
  } else one("#jump").hidden = true;

  one("#next").addEventListener("click", () => step(1));
  one("#previous").addEventListener("click", () => step(-1));
  one("#only").addEventListener("click", filter);
  one("#all").addEventListener("click", unfold);
  one("#ask").addEventListener("click", () => help.showModal());
  one("#close").addEventListener("click", () => help.close());

  const keys = {
    j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
    ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
    f: filter, e: unfold, "?": () => help.showModal(), "？": () => help.showModal(),
    Escape: () => { clear(); say(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  clear();
  say();
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted && items.includes(wanted)) select(wanted);
})();
