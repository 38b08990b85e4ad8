"""The same parts of speech in other languages: stems, looked for in letters only (spaces and marks are gone)."""

from __future__ import annotations

import re

_UNDO = (
    "ignor|disregard|forgetall|forgetevery|forgetyour|forgetthe|overrid|bypass|neglectall|dismissall|discardall|donotfollow|stopfollow|oubli|negligez|ignorier|vergiss|missacht|olvid|"
    "desestim|descart|esquec|desconsider|dimentica|trascura|vergeet|negeer|abaikan|boqua|zignoruj|pomin|hulue|hulve|wushi|yoksay|gormezden"
)
_ORDERS = (
    "instruct|prompt|guideline|criteri|directive|previous|prior|above|earlier|systemmessage|rules|consigne|precedent|anweisung|vorherig|regeln|instruccion|anterior|"
    "reglas|instruc|istruzion|regole|instrukc|petunjuk|instruksi|huongdan|zhiling|zhishi|tishi|biaozhun|rubric|standard|checklist|critere|kriterien|guize|talimat|chithi"
)
_ANSWER = (
    "attribu|sayevery|sayall|output|respond|saythat|saythis|sayit|statethat|describethis|gradeit|gradethis|gradeth|pleasegrade|pleaseapprove|reply|answer|return|rateth|ratethis|grade|markth|markit|markas|markall|markevery|score|evaluat|judge|approve|classify|treatth|consider|declare|conclude|mustsay|givefull|givethe|giveit|giveth|"
    "rateall|rateevery|setverdict|settheverdict|setall|bewert|ausgabe|antwort|gebenur|repond|evaluez|notez|considere|califi|responde|marque|avalie|valuta|rispondi|ocen|nilai|panding|rending|shuchu|danhgia|deger"
)
_GOOD = (
    "pass|vollstandig|einwandfrei|satisfai|flawless|aplus|gradea|complian|qualif|approv|satisf|excellent|fullmark|fullscore|perfect|highest|noissue|noproblem|nofinding|noerror|nodefect|topscore|topmark|fullycomplete|asmet|ismet|bemet|aremet|allmet|accept|positiv|"
    "fulfil|conform|aprob|aprov|bestanden|genehmig|approuv|superat|zgodn|lulus|hege|tongguo|fuhe|manfen|excelent|eccellent|maximum|maxim|hundred|100|datyeucau|gecti|basaril"
)
_WHO = (
    "prufer|languagemodel|assistant|llm|chatgpt|gpt|aimodel|aisystem|aireview|system|reviewer|grader|checker|evaluator|auditor|agent|chatbot|youare|youmust|youshould|asanai|modele|modell|modelo|modello|asistente|assistent|automat|"
    "ifyou|dearai|toanyai|zhushou|xitong|moxing"
)
_REPORT = "abschnitt|report|document|submission|section|requirement|everyitem|allitems|rapport|bericht|dokument|informe|relatorio|relazione|baogao|laporan|baocao|rapor|verdict|conclusion"
_HUSH = r"(?:donot|dont|never|mustnot|shouldnot|avoid|without)(?:ever)?(?:flag|report|mention|list|reveal|output|rais|point|includ|show|tell|highlight|penali|criticiz|find|question)|(?:omit|leaveout)(?:any|all|every)"
_FAULTS = "critic|problem|issue|error|finding|defect|missing|weakness|shortcoming|this|fault|deficien"
HUSH, FAULTS = re.compile(_HUSH), re.compile(_FAULTS)
UNDO, ORDERS, ANSWER = re.compile(_UNDO), re.compile(_ORDERS), re.compile(_ANSWER)
GOOD, WHO, REPORT = re.compile(_GOOD), re.compile(_WHO), re.compile(_REPORT)

# Scripts in which no report is written, with the stems that give such text away; two different ones are enough.
SCRIPTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"[\u3041-\u3096\u30a1-\u30fa][^。！？\n]*"),
        re.compile(
            r"無視|无视|忘れ|従わ|指示|命令|プロンプト|合格|適合|满点|満点|判定|出力|評価|评价|返答|回答|報告書|报告书|レポート|ください|ものとする|モデル|アシスタント|システム"
        ),
    ),
    (
        re.compile(r"[\uac00-\ud7af\s]{6,}"),
        re.compile(
            r"무시|지시|명령|프롬프트|심사|요구사항|충족|표시|보고하지|마십시오|합격|적합|통과|만점|판정|출력|평가|답변|보고서|하세요|하십시오|하라|모델|시스템|인공지능"
        ),
    ),
    (
        re.compile(r"[\u0400-\u04ff][\u0400-\u04ff\s,.:;!«»\"-]{8,}"),
        re.compile(
            r"игнор|забуд|инструкц|указани|предыдущ|отч[её]т|оцен|вывед|ответ|соответств|пройден|положительн|провер|раздел|выполнен|замечан|считать|поставь|одобр|модел|ассистент|систем|правил"
        ),
    ),
    (
        re.compile(r"[\u0600-\u06ff][\u0600-\u06ff\s،.:]{8,}"),
        re.compile(r"تجاهل|تعليمات|التعليمات|تقرير|التقرير|مقبول|ناجح|اجتياز|السابقة|أخرج|اكتب|نموذج|قيّم|ممتاز"),
    ),
    (re.compile(r"[\u0e00-\u0e7f\s]{8,}"), re.compile(r"ละเว้น|เพิกเฉย|คำสั่ง|รายงาน|ผ่าน|ประเมิน|ตอบ|ก่อนหน้า")),
    (re.compile(r"[\u0900-\u097f\s]{8,}"), re.compile(r"अनदेखा|निर्देश|रिपोर्ट|उत्तीर्ण|मूल्यांकन|उत्तर|पिछले|आउटपुट")),
    (re.compile(r"[\u0590-\u05ff\s]{8,}"), re.compile(r"התעלם|הוראות|דוח|עבר|הערך|השב|קודמות")),
    (re.compile(r"[\u0370-\u03ff\s]{8,}"), re.compile(r"αγνό|οδηγί|αναφορά|έκθεση|επιτυχ|αξιολόγ|απάντ|προηγούμεν")),
)
ANY_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3041-\u3096\u30a1-\u30fa\uac00-\ud7af]"
)
LATIN = re.compile(
    r"[A-Za-zÀ-ɏḀ-ỿ\u0400-\u04ff\u0370-\u03ff][^\u2e80-\u9fff\uac00-\ud7af\u3000-\u303f\uff00-\uff60\n]{10,2000}"
)
ADDRESS = re.compile(r"https?://\S{1,400}|www\.\S{1,400}|[\w.+-]{1,64}@[\w.-]{1,200}|[\w-]{1,63}(?:\.[\w-]{1,63}){2,9}")
RATING = re.compile(r"(?i:\bmet\b)|10\s?/\s?10|100\s?%|\bA\+|100\s?/\s?100")
WORD = re.compile(r"(?<![^\s(\"'])[a-zß-öø-ÿ]{2,15}(?![^\s,.;:!?)\"'])")
WHO_WORD = re.compile(r"\b(?:AI|LLM|GPT|IA|KI|A\.I\.)\b")
PROSE = re.compile(r"(?:(?<![^\s(\"'])[a-zß-öø-ÿ]{1,15}[,.;:]?\s+){9,}")
