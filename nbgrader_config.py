"""nbgrader's settings for this course: ``nbgrader`` reads them when it runs in this folder."""

import os
from pathlib import Path

from article10.exercises import PREPROCESSORS, STUB

c = get_config()  # noqa: F821  (nbgrader defines it)

root = Path(__file__).parent
marks = root / "grading"  # submissions and marks: not in git, and not in _build, which gets deleted
marks.mkdir(exist_ok=True)

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "open-door"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{marks / 'gradebook.db'}"

c.GenerateAssignment.preprocessors = PREPROCESSORS
c.ClearSolutions.code_stub = {"python": STUB}
# A rubric stands in the locked task of its question, which nbgrader's formgrader shows.
c.ClearMarkScheme.enforce_metadata = False
c.ClearSolutions.text_stub = "*Write your answer here.*"
# The page says question by question what was missed; nbgrader's would show the hidden tests.
c.GenerateFeedback.exporter_class = "article10.grading.feedback.FeedbackExporter"

# Formgrader is a page of your Jupyter server: what students wrote is shown there, and never run.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "markdown2html": "article10.grading.display.markdown",
    "clean_html": "article10.grading.display.clean",
}

# nbgrader takes anything on stderr in a test cell for a failure; a warning is none.
os.environ.setdefault("PYTHONWARNINGS", "ignore")
