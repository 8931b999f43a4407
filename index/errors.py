"""All errors of PlanQA; each message says what happened and what to do next.

PlanQAError
├── DocumentError    a source file cannot be read
├── IndexError_      base of what is wrong with a saved index
│   ├── IndexMissing     none was built
│   ├── IndexDamaged     files are missing, altered or foreign
│   └── IndexOutdated    built with other settings, another model or an older format
├── ModelError       weights are missing, altered or cannot be loaded
├── SettingsError    a setting is unknown or has a wrong value
├── PromptError      a template misses or holds an unknown variable
└── GenerationError  the generator failed or cannot be reached
"""

from __future__ import annotations


class PlanQAError(Exception):
    """Base of every error that a user may see as one line."""


class DocumentError(PlanQAError):
    """A source file cannot be read."""


class IndexError_(PlanQAError):
    """Base of what can be wrong with a saved index."""


class IndexMissing(IndexError_):
    """No index has been built in the given home folder."""


class IndexDamaged(IndexError_):
    """The saved index misses files, or their bytes are not those of its manifest."""


class IndexOutdated(IndexError_):
    """The saved index was built with other settings, another model or an older format."""


class ModelError(PlanQAError):
    """Model weights are missing, altered or cannot be loaded."""


class SettingsError(PlanQAError):
    """A setting is unknown or has a value that cannot be used."""


class PromptError(PlanQAError):
    """A prompt template misses a variable or names an unknown one."""


class GenerationError(PlanQAError):
    """The generator failed, or its server cannot be reached."""
