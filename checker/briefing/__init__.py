"""Judged reports → ``Briefing``: what a leader reads on one report or on a batch. The embedded writer needs no model.

``brief_report`` and ``brief_batch`` write; ``digest`` and ``brief_digests`` are the two stages of a batch, for many processes;
``checker.briefing.tracing`` tests every statement against its sources, whoever wrote it.
"""

from __future__ import annotations

from checker.briefing.batching import brief_batch, brief_digests
from checker.briefing.digesting import Digest, digest
from checker.briefing.lengths import Length
from checker.briefing.reporting import brief_report

__all__ = ["Digest", "Length", "brief_batch", "brief_digests", "brief_report", "digest"]
