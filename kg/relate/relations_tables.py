"""Rows of project lists: a project, and in cells of the same row the place where it lies and who builds it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.relate.relations_scene import Point, Scene


def rows(scene: Scene) -> Iterator[tuple[Point, list[Point]]]:
    """The first project that fills a cell of a row, and the places and organizations that fill later cells."""
    for number in sorted(scene.rows):
        lo, hi = scene.ranges[number]
        cells = [point for point in scene.points[lo:hi] if not point.reference and _fills_cell(scene, point)]
        project = next((point for point in cells if point.type == "Project"), None)
        if project:
            yield project, [p for p in cells if p.order > project.order and p.type in ("Place", "Organization")]


def _fills_cell(scene: Scene, point: Point) -> bool:
    """Does a name, or the list that it stands in, fill a cell?"""
    sentence, text = scene.sentences[point.sentence], scene.text
    start, end = scene.points[point.first].start, scene.points[point.last].end
    before = start == sentence.start or text[start - 1] in "\t\n"
    return before and (end == sentence.end or text[end] in "\t\n")
