"""Measuring the assistant: question sets, strict metrics, runner and report."""
