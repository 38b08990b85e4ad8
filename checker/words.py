"""What the contract's values are called in Chinese, the same in every text that an official reads."""

from __future__ import annotations

import datetime as dt

VERDICTS = {"met": "符合", "partial": "不充分", "missing": "缺失", "not_applicable": "不适用", None: "未判定"}
STATUSES = {"present": "齐全", "partial": "不充分", "missing": "缺失", None: "未判定"}
CONCLUSIONS = {"pass": "通过", "revise": "需修改", "return": "退回", None: "未判定"}
SEVERITIES = {"error": "错误", "warning": "提醒", "info": "参考"}
UNIT_TYPES = {
    "government": "政府",
    "department": "政府部门",
    "township": "乡镇街道",
    "zone": "开发区",
    None: "类型不明",
}
SUBMISSIONS = {
    "not_due": "未到期",
    "overdue": "逾期未报",
    "on_time": "按时报送",
    "late": "逾期报送",
    "undated": "日期不明",
}
PUBLICATIONS = {
    "not_due": "未到公开期限",
    "overdue": "逾期未公开",
    "on_time": "按时公开",
    "late": "逾期公开",
    None: "不作要求",
}
# What became of last year's problems and plans.
FATES = {"answered": "已回应", "passed_over": "未提及", "repeated": "照旧重复"}
# The contract's findings; a rubric may bring others, which go by their ids.
FINDINGS = {
    "title.form": "标题写法",
    "signature.missing": "缺少落款",
    "date.missing": "缺少日期",
    "date.late": "报送日期",
    "year.mismatch": "年度不一致",
    "numbering.sequence": "序号",
    "term.wrong": "名称、提法",
    "placeholder": "空缺待填",
    "text.residue": "正文之外的文字",
    "text.duplicate": "段落重复",
    "privacy.personal": "个人信息",
    "secrecy.mark": "密级标志",
    "numbers.inconsistent": "数字矛盾",
    "body.too_short": "篇幅过短",
    "injection": "写给机器的文字",
    "hidden.text": "隐藏文字",
    "copied": "与他人雷同",
}


def day(date: dt.date) -> str:
    """2026年2月20日: Arabic digits, no leading zero (GB/T 9704—2012)."""
    return f"{date.year}年{date.month}月{date.day}日"
