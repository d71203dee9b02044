"""What is measured, each as a ratio to its floor in the same run."""

from uuid import UUID, uuid4

from bench.floors import bare_commits, rate, same_rows
from bench.forms import FormReader, body, read_form
from bench.load import Waited, together
from bench.row import Row
from bench.stage import Browser, Scene, Server, serving
from logbook.domain.catalogue import CaseRole
from logbook.domain.events import CaseSubmitted
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.sealed import new_salt
from logbook.services.unit import unit_of_work

KIND = "esi_lumbosacral_transforaminal"
FORM = f"/cases/new?procedure={KIND}"
ROUNDS = 6


class Logging:
    """A fellow's browser that logs case after case with the form that the page gave it."""

    def __init__(self, supervisor_id: UUID) -> None:
        self.supervisor = str(supervisor_id)
        self.sent: str | None = None

    def __call__(self, browser: Browser, _number: int) -> bool:
        if self.sent is None:
            self.sent = self._filled(read_form(browser.get(FORM)[1], "case-form"))
        return browser.post(f"/cases/{uuid4()}", self.sent)[0] == 303

    def _filled(self, form: FormReader) -> str:
        levels: dict[str, str | list[str]] = {
            "details-levels": ["L4", "L5"],
            "details-laterality": "left",
        }
        given = {"role": "performed_direct", "age_band": "40-64", "outcome": "success"}
        return body(form.fields, **levels, **given, supervisor=self.supervisor, step="submit")


def one_writer(scene: Scene, server: Server) -> list[Row]:
    """(a) One client posts cases, end to end; and the write step alone."""
    act, browser = Logging(scene.supervisor.id), Browser(server.port, scene.fellows[0].cookie)
    if not act(browser, 0):
        raise RuntimeError("the first case was not taken")
    floor = bare_commits(scene.folder)
    posts = rate(lambda: act(browser, 0), seconds=5)
    step = write_step(scene)
    raw = same_rows(scene.database)
    return [
        Row(
            "(a) POST of a case, one client / bare durable commit",
            f"{posts:.0f}/s / {floor:.0f}/s = {posts / floor:.3f}",
            ">= 0.10",
            posts / floor >= 0.10,
        ),
        Row(
            "(a) write step / the same rows by the raw driver",
            f"{step:.0f}/s / {raw:.0f}/s = {step / raw:.2f}",
            ">= 0.33",
            step / raw >= 0.33,
        ),
    ]


def write_step(scene: Scene) -> float:
    """A ready case into the database and its line into the ledger, one transaction each."""
    fellow = scene.fellows[-1]

    def write() -> None:
        with unit_of_work(fellow.actor) as unit:
            case = ready_case(scene, fellow.actor.id, fellow.enrollment_id)
            case.logged_at = case.submitted_at = unit.now
            unit.insert(case)
            event = CaseSubmitted(
                subject_id=case.id, supervisor_id=scene.supervisor.id, role=case.role
            )
            unit.record(event, of=case)

    with scene.app.app_context():
        return rate(write, seconds=4)


def ready_case(scene: Scene, fellow_id: UUID, enrollment_id: UUID) -> Case:
    return Case(
        program_id=scene.supervisor.program_id,
        id=new_id(),
        enrollment_id=enrollment_id,
        fellow_id=fellow_id,
        supervisor_id=scene.supervisor.id,
        site_id=scene.site_id,
        state="submitted",
        performed_on=scene.today,
        procedure=KIND,
        category="spine_lumbar_sacral",
        role=CaseRole.PERFORMED_DIRECT,
        setting="clinic_suite",
        age_band="40-64",
        indication="radicular pain",
        outcome="success",
        complications=[],
        complication_note="",
        reflection="",
        details={"levels": ["L4", "L5"], "laterality": "left", "guidance": "fluoroscopy"},
        level_sides=2,
        closing_words="",
        revision=1,
        salt=new_salt(),
    )


def eight_writers(scene: Scene, server: Server) -> Row:
    """(b) Eight clients post at once: nobody is locked out, nobody waits much longer."""
    act = Logging(scene.supervisor.id)
    waited = together(server.port, [one.cookie for one in scene.fellows], act, each=60)
    p50, p99 = waited.percentile(0.5), waited.percentile(0.99)
    return Row(
        "(b) 8 writers: p99 / p50; answers that were no success",
        f"{p99:.1f} ms / {p50:.1f} ms = {p99 / p50:.1f}; {waited.failures}",
        "<= 4; 0",
        p99 / p50 <= 4 and waited.failures == 0,
    )


def list_page(scene: Scene, server: Server) -> Row:
    """(d) A signed-in list of 25 cases against a bare page with a table of 25 rows, by turns. A
    connection stays with the worker that took it, and four may fall to one: then the other core
    idles. Of some rounds with fresh connections the quickest is the one that used both."""
    cookie = scene.fellows[0].cookie
    with serving("bench.bare:app") as bare_server:
        rounds = [
            (_pages(server, cookie, "/cases"), _pages(bare_server, "", "/")) for _ in range(ROUNDS)
        ]
    signed_in, bare = (max(one.rate for one in side) for side in zip(*rounds, strict=True))
    return Row(
        "(d) signed-in list page / bare Flask and Jinja page",
        f"{signed_in:.0f}/s / {bare:.0f}/s = {signed_in / bare:.2f}",
        ">= 0.40",
        signed_in / bare >= 0.40 and not any(listing.failures for listing, _ in rounds),
    )


class Opening:
    """A browser that opens one page again and again."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, browser: Browser, _number: int) -> bool:
        return browser.look(self.path) == 200


def _pages(server: Server, cookie: str, path: str) -> Waited:
    return together(server.port, [cookie] * 4, Opening(path), each=150)


def memory(server: Server) -> list[Row]:
    """(e) Peak memory of a worker after all that; and what the whole service takes."""
    peak = max(server.peak_memory_mib())
    parent, *workers = server.memory_mib()
    whole = parent + sum(workers)
    return [
        Row("(e) peak memory of a worker", f"{peak:.0f} MiB", "<= 90 MiB", peak <= 90),
        Row(
            "    beside it: without what is another's part (PSS)",
            f"{max(workers):.0f} MiB a worker; with the parent {whole:.0f} MiB",
            "reported",
            True,
        ),
    ]
