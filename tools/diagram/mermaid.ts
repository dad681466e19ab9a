import type { Diagram, DiagramNode } from './diagram-model';

/** How an apply changes the resources of a box. `changed` includes replaced resources. */
export type ChangeKind = 'created' | 'changed' | 'destroyed';

const shapes: Readonly<Partial<Record<DiagramNode['kind'], readonly [open: string, close: string]>>> = {
  external: ['([', '])'],
  store: ['[(', ')]'],
};

/** The colours of changed boxes. The fills are light and the text is dark, so that both are readable even on dark pages. */
const colors: Readonly<Record<ChangeKind, string>> = {
  created: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  changed: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  destroyed: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3',
};

/**
 * Renders a diagram as a Mermaid flowchart, which GitHub displays in Markdown and in comments.
 * @param changes how an apply changes boxes, by the id of the box; their colours show it. @default all boxes have the
 * colours of the theme
 */
export function renderMermaid(diagram: Diagram, changes: ReadonlyMap<string, ChangeKind> = new Map()): string {
  const ids = new Map([...diagram.groups, ...diagram.nodes].map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string) => ids.get(id) ?? '';
  const edges = diagram.edges.map(({ from, to, label, kind }) => {
    const arrow = kind === 'lookup' ? '-.->' : '-->';
    return `  ${idOf(from)} ${arrow}${label === undefined ? '' : `|"${escapeText(label)}"|`} ${idOf(to)}`;
  });
  const kinds = [...new Set(changes.values())].sort();
  const styles = kinds.flatMap((kind) => [
    `  classDef ${kind} ${colors[kind]}`,
    `  class ${[...changes].flatMap(([id, one]) => (one === kind ? [idOf(id)] : [])).join(',')} ${kind}`,
  ]);
  return [
    'flowchart TB',
    ...contentsOf(diagram, { parent: undefined, indent: '  ' }, idOf),
    ...edges,
    ...styles,
    '',
  ].join('\n');
}

/** Returns the lines for the boxes and frames that are directly in a frame. */
function contentsOf(
  diagram: Diagram,
  { parent, indent }: { readonly parent: string | undefined; readonly indent: string },
  idOf: (id: string) => string,
): readonly string[] {
  const nodes = diagram.nodes.filter(({ group }) => group === parent);
  const groups = diagram.groups.filter((group) => group.parent === parent);
  return [
    ...nodes.map(({ id, kind, title, lines }) => {
      const [open, close] = shapes[kind] ?? ['[', ']'];
      return `${indent}${idOf(id)}${open}"${[`<b>${escapeText(title)}</b>`, ...lines.map(escapeText)].join('<br>')}"${close}`;
    }),
    ...groups.flatMap(({ id, title }) => [
      `${indent}subgraph ${idOf(id)} ["${escapeText(title)}"]`,
      ...contentsOf(diagram, { parent: id, indent: `${indent}  ` }, idOf),
      `${indent}end`,
    ]),
  ];
}

/** Escapes text for Mermaid, whose entities begin with `#` instead of `&`. */
function escapeText(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;');
}
