import { fontSizes } from '../../../tools/diagram/layout/box-text';
import type { Box, Layout, PlacedEdge } from '../../../tools/diagram/layout/layout-model';
import { textWidth } from '../../../tools/diagram/layout/text-size';

interface NamedBox extends Box {
  readonly name: string;
  /** The id of the box, followed by the ids of the frames around it. Empty for the title of a frame. */
  readonly path: readonly string[];
}

/**
 * Returns the problems that make a picture hard to read: text outside its box, boxes that overlap or are outside the picture, and
 * lines or labels that cross boxes or titles.
 */
export function layoutProblems(layout: Layout): readonly string[] {
  const boxes = namedBoxes(layout);
  return [
    ...boxes.filter((box) => !isInside(box, { x: 0, y: 0, width: layout.width, height: layout.height })).map(outside),
    ...textProblems(layout),
    ...overlaps(boxes),
    ...layout.edges.flatMap((edge) => edgeProblems(edge, boxes, titlesOf(layout))),
  ];
}

function namedBoxes({ nodes, groups }: Layout): readonly NamedBox[] {
  const pathOf = (id: string | undefined): readonly string[] => {
    const found = groups.find(({ group }) => group.id === id);
    return found ? [found.group.id, ...pathOf(found.group.parent)] : [];
  };
  return [
    ...nodes.map(({ node, ...box }) => ({ ...box, name: node.id, path: [node.id, ...pathOf(node.group)] })),
    ...groups.map(({ group, titleX: _, ...box }) => ({ ...box, name: group.id, path: pathOf(group.id) })),
  ];
}

function outside({ name }: NamedBox): string {
  return `${name} is outside of the picture`;
}

/** Returns the lines of text that are wider than their boxes, or that are below their boxes. The widths are those of a wide font. */
function textProblems({ nodes, groups }: Layout): readonly string[] {
  const clipped = (text: string, box: Box, size: number, isBold: boolean, x: number) =>
    x + textWidth(text, size, isBold) > box.width ? [`"${text}" is clipped`] : [];
  return [
    ...nodes.flatMap(({ text, ...box }) =>
      text.flatMap((line) => [
        ...clipped(line.text, box, line.isBold ? fontSizes.title : fontSizes.line, line.isBold, line.x),
        ...(line.y > box.height - 4 ? [`"${line.text}" is below its box`] : []),
      ]),
    ),
    ...groups.flatMap(({ group, titleX, ...box }) => clipped(group.title, box, fontSizes.group, true, titleX - box.x)),
  ];
}

/** Returns two kinds of problems: boxes that overlap without one containing the other, and boxes that are partly outside their frames. */
function overlaps(boxes: readonly NamedBox[]): readonly string[] {
  return boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other) => {
      if (one.path.includes(other.name)) return isInside(one, other) ? [] : [`${one.name} leaves ${other.name}`];
      if (other.path.includes(one.name)) return isInside(other, one) ? [] : [`${other.name} leaves ${one.name}`];
      return intersect(one, other) ? [`${one.name} overlaps ${other.name}`] : [];
    }),
  );
}

/** Returns the area that the title of each frame covers. */
function titlesOf({ groups }: Layout): readonly NamedBox[] {
  return groups.map(({ group, titleX, y }) => {
    const width = textWidth(group.title, fontSizes.group, true);
    return { name: `the title "${group.title}"`, path: [], x: titleX, y: y + 11, width, height: 15 };
  });
}

/**
 * Returns the problems of one arrow: its line or label crosses a title, or a box that is neither an end of the arrow
 * nor a frame around an end.
 */
function edgeProblems(
  { edge, points, label }: PlacedEdge,
  boxes: readonly NamedBox[],
  titles: readonly NamedBox[],
): readonly string[] {
  const around = [edge.from, edge.to].flatMap((end) => boxes.find(({ name }) => name === end)?.path ?? []);
  const foreign = boxes.filter(({ name, path }) => !around.includes(name) && !path.includes(edge.to));
  const name = `the arrow from ${edge.from} to ${edge.to}`;
  const segments = points.slice(1).map((point, index) => segmentBox(points[index] ?? point, point));
  const leaves = [edge.from, edge.to].flatMap((end) => boxes.find((box) => box.name === end) ?? []);
  return [
    ...(points.length < 2 ? [`${name} has no line`] : []),
    ...[...foreign, ...titles].flatMap((box) =>
      segments.some((segment) => intersect(segment, box)) ? [`${name} crosses ${box.name}`] : [],
    ),
    ...(label
      ? [...foreign, ...leaves, ...titles].flatMap((box) =>
          intersect(label, box) ? [`the label of ${name} is on ${box.name}`] : [],
        )
      : []),
  ];
}

function segmentBox(from: { x: number; y: number }, to: { x: number; y: number }): Box {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
}

/** Overlaps of up to this many pixels are ignored, because ELK calculates with fractions. */
const tolerance = 0.5;

function intersect(one: Box, other: Box): boolean {
  return (
    one.x + one.width > other.x + tolerance &&
    other.x + other.width > one.x + tolerance &&
    one.y + one.height > other.y + tolerance &&
    other.y + other.height > one.y + tolerance
  );
}

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - tolerance &&
    inner.y >= outer.y - tolerance &&
    inner.x + inner.width <= outer.x + outer.width + tolerance &&
    inner.y + inner.height <= outer.y + outer.height + tolerance
  );
}
