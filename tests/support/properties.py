"""Hypothesis' settings: no test may fail because the machine is busy."""

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For properties of pure code: time is bounded by the test's own time-out alone."""
