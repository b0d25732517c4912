"""What somebody has filled in and not yet run, kept in the session's folder so that a reload finds it: fields, and changes put aside."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st

from ami_sim.report.rule_words import RuleWords
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.question_file import read_form, write_question
from ami_sim.workflow.rule_change import Form
from ami_sim.workflow.rules_today import RulesToday

FIELDS: Final = "fields.json"
ADDED, FIRST = FORMS = ("added", "first_option")  # the changes before the one in the fields; the option that another is set beside
NEVER: Final = ("language", "run", "stop", "open", "save", "upload", "add", "clear", "beside", "alone", "assume", "life", "log", "take")
DATE: Final = "date"


def restore(session: Path, today_of: Callable[[Path], RulesToday]) -> None:
    """Put back what was filled in, once a visit. today_of: what is in force where a question file begins."""
    if "restored" in st.session_state:
        return
    st.session_state["restored"] = True
    try:
        for key, value in json.loads((session / FIELDS).read_text(encoding="utf-8")).items():
            st.session_state[key] = date.fromisoformat(value[DATE]) if isinstance(value, dict) else value
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # nothing was filled in, or a file that is not ours any more
        pass
    for name in FORMS:
        try:
            st.session_state[name] = read_form(session / f"{name}.toml", today_of(session / f"{name}.toml"))
        except InputError:
            st.session_state[name] = None


def keep(session: Path, words_of: Callable[[Form], RuleWords]) -> None:
    """Write down what is filled in. words_of: the words of what is in force where a form begins."""
    (session / FIELDS).write_text(json.dumps(dict(written(st.session_state))), encoding="utf-8")
    for name in FORMS:
        form: Form | None = st.session_state.get(name)
        if form:
            words = words_of(form)
            write_question(session / f"{name}.toml", form, words.today, words.named(form))
        else:
            (session / f"{name}.toml").unlink(missing_ok=True)


def written(state: Any) -> Mapping[str, Any]:
    """Give the fields that can be put back: no buttons, no files, and no language, which the address has."""
    fields = {
        key: value for key, value in sorted(state.items()) if key != "restored" and key.partition("_")[0] not in NEVER and key not in FORMS
    }
    found = {key: {DATE: value.isoformat()} if isinstance(value, date) else value for key, value in fields.items()}
    return {key: value for key, value in found.items() if value is None or isinstance(value, str | int | float | list | dict)}
