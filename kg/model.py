"""The nouns that pass between rooms: frozen dataclasses and nothing else.

Offsets. *Raw* offsets count code points of `Document.text`, which never changes. *Reading* offsets count
characters of `Reading.text`, what `repair` makes of it. Rooms from `frame` to `relate` work in reading
offsets; they become raw ones once, when facts are made (`relate.evidence`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

ENTITY_TYPES = ("Place", "Project", "Policy", "Metric", "Organization", "Industry", "Honor")
PLACE_KINDS = (
    "country", "region", "province", "prefecture", "county", "township", "village", "community", "zone", "natural",
)  # fmt: skip
KINDS = ("level", "change", "share", "rank")
QUALIFIERS = ("exact", "approx", "over", "under")
MODALITIES = ("actual", "estimated", "target", "previous")
STATUSES = (
    "planned", "signed", "approved", "started", "under_construction", "structure_done", "completed", "opened",
)  # fmt: skip
RELATION_TYPES = (
    "LOCATED_IN", "PART_OF", "IMPLEMENTS", "PROMOTES", "PARTICIPATES_IN", "CONNECTS", "DEVELOPS", "RECEIVED",
    "COOPERATES_WITH",
)  # fmt: skip


# ---- read -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """One decoded document, as it was read."""

    id: str  # path relative to the PATH it was found under, with / ; for jsonl its own id behind the file's
    text: str  # decoded, newlines as \n; what raw offsets count in
    sha256: str  # of the file's bytes (of the record's text for jsonl)
    title: str | None = None
    source: str | None = None
    published: str | None = None  # YYYY-MM-DD, YYYY-MM or YYYY, from option, manifest, front matter or metadata
    main_place: str | None = None  # as the user gave it; None: to be found by `frame`
    pages: tuple[int, ...] = ()  # raw offset at which each page begins (PDF only)
    begins: int = 0  # raw offset behind YAML front matter, which `repair` leaves out


# ---- repair ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page in reading order: reading offsets [start, end), no trailing newline."""

    start: int
    end: int
    kind: str  # heading | body | caption | furniture (masthead, page number, navigation) | row (of a table)
    open: bool = False  # begins or ends in the middle of a sentence whose other part was not found


@dataclass(frozen=True, slots=True)
class Segment:
    """Reading text [start, start+length) is raw text [raw, raw+length), character for character."""

    start: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read: raw characters in reading order, cuts joined, with the way back to raw offsets.

    `text` holds raw characters only (and "\\n" between blocks). `folded` has the same length and is what rules
    match on: full-width letters and digits to half-width, one character for one; "\\t" between the cells of a row.
    """

    text: str
    folded: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]  # by start, without overlap; a "\\n" between blocks may lie in none


# ---- values ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written in the text, magnitudes folded into the value."""

    start: int  # of the whole expression, qualifier words included
    end: int
    number: tuple[int, int]  # of number and unit alone
    value: float
    value_max: float | None
    unit: str  # 元, 美元, %, 百分点, 位, 倍, "" or the measure word as written
    qualifier: str  # one of QUALIFIERS
    rank: bool = False  # 第六位, 首位, 前20位
    form: str = "plain"  # plain | rank | times | tenth | fraction | double (翻番) | ratio (a∶b∶c) | half | zero …


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression in the text and what it means given the reference date."""

    start: int
    end: int
    value: str | None  # YYYY, YYYY-MM, YYYY-MM-DD, A/B, or None where it cannot be known
    kind: str  # year | span | month | day | quarter | recent (近年来) | now (目前) | plan (十四五) | base (较2020年) …


# ---- frame ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer, or one found in the text (then `code` is None)."""

    name: str  # full proper name
    kind: str  # one of PLACE_KINDS
    code: str | None = None  # official code; zones and regions of ours have codes of our own
    parent: str | None = None  # code of the next place above


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of reading text under a heading, and what holds in it unless a sentence says otherwise."""

    start: int
    end: int
    heading: str
    period: str | None = None
    modality: str | None = None  # target for 2024年目标任务; None: as the words say
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    block: int  # index into Reading.blocks


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document says of itself."""

    title: str | None
    genre: str  # report | communique | news | notice | plan | profile | other
    main_place: Place | None
    main_place_rule: str  # option | title | issuer | dateline | frequency | none
    reference_date: str | None
    published: str | None
    review_period: str | None  # the period an undated sentence of a review takes
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    issuer: str | None = None


# ---- annotate -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. `name` is normalised; `entity` says which mentions of the document are one thing."""

    type: str  # one of ENTITY_TYPES but Metric, or "Metric"
    start: int
    end: int
    name: str
    rule: str  # rule, seed or model that found it
    score: float | None = None
    kind: str | None = None  # Place only
    code: str | None = None  # Place of the gazetteer
    entity: str = ""  # key within the document, filled by `annotate.link`: equal for mentions of one thing


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that `annotate` found in one document, and all that `relate` needs: the border between the two."""

    document: Document
    reading: Reading
    frame: Frame
    mentions: tuple[Mention, ...]  # settled (no overlap), linked, by start
    quantities: tuple[Quantity, ...]  # by start; none inside a name
    periods: tuple[Period, ...]  # by start
    dropped: dict[str, int] = field(default_factory=dict)  # reason -> count


# ---- relate ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read. Raw offsets; `parts` only where the span crosses a repaired cut."""

    document: str
    start: int
    end: int
    quote: str
    sentence: str
    rule: str
    score: float | None = None
    parts: tuple[tuple[int, int], ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of one document. `mentions` are raw: (start, end, surface, rule, parts)."""

    id: str
    type: str
    name: str
    kind: str | None
    code: str | None
    mentions: tuple[Evidence, ...]  # evidence whose quote is the surface
    rule: str | None = None  # "option" for a main place never named


@dataclass(frozen=True, slots=True)
class Observation:
    metric: str  # name of the Metric entity
    subject: str  # entity id (before `relate.extract` numbers them: the mention's entity key)
    value: float
    unit: str
    kind: str
    qualifier: str
    period: str | None
    modality: str
    evidence: tuple[Evidence, ...]
    number: Evidence | None = None
    value_max: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    head: str
    type: str
    tail: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    project: str
    status: str
    date: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All facts of one document; its JSON is described by schemas/extraction.schema.json."""

    document: Document
    reference_date: str | None
    main_place: str | None
    entities: tuple[Entity, ...]
    observations: tuple[Observation, ...]
    relations: tuple[Relation, ...]
    milestones: tuple[Milestone, ...]
    unread: tuple[Evidence, ...] = ()  # numbers seen that no rule could read
    characters: int = 0  # of the document, whose text may have been let go
    dropped: dict[str, int] = field(default_factory=dict)


# ---- drafts: facts in reading offsets, as the finders of `relate` make them --------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """What `relate.observations` returns. `subject` is a mention's entity key, or "" for the main place."""

    metric: str
    subject: str
    value: float
    unit: str
    kind: str
    qualifier: str
    period: str | None
    modality: str
    quote: Span
    number: Span
    rule: str
    metric_spans: tuple[Span, ...] = ()  # where the metric's name stands, when it stands anywhere
    value_max: float | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """Ends are mention entity keys, "" for the main place, or "metric:NAME" for a Metric (PROMOTES)."""

    head: str
    type: str
    tail: str
    quote: Span
    rule: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    project: str
    status: str
    date: str | None
    quote: Span
    rule: str
    score: float | None = None
