from checker.model import Report


def refuse_other_kinds(report: Report, rubric: object) -> None: ...
