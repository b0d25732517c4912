"""The kinds of faults that were found by trying the product, and the tests that hold each mended: a file of tests, or one test of it."""

from typing import Final

KINDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "Wrong numbers": {
        "Bit equality demanded across machines": (
            "calibration/test_posterior.py::test_another_last_digit_of_a_mean_is_the_same_and_another_count_is_not",
        ),
        "A figure that is accepted and not used": (
            "scenario/test_every_path.py::test_a_figure_in_twelve_is_used_or_refused",
            "scenario/test_every_path.py::test_what_no_option_uses_is_refused_by_name",
            "workflow/test_unread.py",
        ),
        "An option that is accepted and does nothing": ("cli/test_every_option.py",),
        "History rewritten before the options part": (
            "scenario/test_parting.py::test_what_cannot_change_then_is_named",
            "workflow/test_shared_history.py",
        ),
        "Figures of another municipality": (
            "workflow/test_fit_is_told.py::test_every_output_says_whose_counts_and_whether_checks_pass",
            "cli/test_commands.py::test_a_new_municipality_has_what_its_question_its_studies_and_its_calibration_need",
        ),
        "Months that are cut": ("runs/test_cut_months.py",),
        "Events without end at one instant": (
            "model/test_applications.py::test_either_engine_stops_at_the_first_event_beyond_those_that_one_instant_may_hold",
        ),
        "Lengths that are not those of their distribution": (
            "model/test_shared_rules.py::test_a_table_of_lengths_has_the_quantiles_the_mean_and_the_variance_of_its_distribution",
        ),
        "A part of a slot, and rows of the past": ("model/test_parts_of_slots.py",),
        "An unbroken month of work": (
            "record/test_measures.py::test_kolada_counts_an_unbroken_month_of_work_and_studies",
            "record/test_measures.py::test_a_month_of_work_is_unbroken_however_it_is_written",
        ),
        "Luck that hangs on a place or meets another's": (
            "model/test_luck.py::test_no_two_purposes_have_the_same_number_and_each_keeps_its_own",
            "model/test_luck.py::test_a_purpose_without_a_name_is_refused",
            "scenario/test_parameters.py",
        ),
        "Intervals that cannot be": ("analysis/test_scales.py",),
        "Two keys for one thing": ("scenario/test_small_inputs.py::test_the_year_of_prices_has_one_value",),
    },
    "Told wrongly": {
        "An interval of too few runs in a sentence": (
            "report/test_decision_page.py::test_of_an_interval_that_few_runs_do_not_give_nothing_is_said",
        ),
        "The queue question without an answer in print": (
            "report/test_result_table.py::test_queues_and_waits_have_paired_differences_and_may_lead",
            "report/test_result_table.py::test_the_first_table_fits_a_screen",
        ),
        "Signs that carry meaning lost on a stream": ("cli/test_streams.py",),
        "English in Swedish": ("report/test_errors.py", "cli/test_languages.py"),
        "Orders of one's own that are no numbers or no functions": ("engines/test_own_rank.py",),
        "Dates and posts that cannot be": ("scenario/test_small_inputs.py::test_a_post_that_ends_before_it_begins_is_refused",),
    },
    "Broken by the world": {
        "Files of others": ("cli/test_folders.py",),
        "What another user has planted, or only reads": ("engines/test_cache.py", "cli/test_read_only_package.py"),
        "A stranger's folder that runs code": (
            "cli/test_trust.py",
            "report/test_answers.py::test_no_code_of_the_folder_runs_without_trust",
        ),
        "A path that leads out of its folder": ("report/test_answers.py::test_a_path_that_leads_out_of_the_folder_is_refused",),
        "Damaged results": ("runs/test_store.py", "cli/test_hashed_again.py"),
        "Nonsense in a file": ("scenario/test_small_inputs.py::test_nonsense_is_refused_by_name", "cli/test_bad_files.py"),
        "Options that are wrong": ("cli/test_bad_options.py",),
        "Processes that outlive their parent": ("runs/test_parent_gone.py",),
        "Results that are moved": ("cli/test_moved_results.py",),
        "Nobody ever comes": ("cli/test_nobody.py",),
        "Sizes that no machine has, readers that go": ("cli/test_sizes.py",),
        "A full disk and odd interpreters": ("cli/test_odd_machines.py",),
        "Inputs changed at random": ("fuzz/test_inputs.py::test_what_is_changed_at_random_is_answered_or_refused",),
    },
}
