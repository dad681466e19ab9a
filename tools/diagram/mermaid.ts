import type { Diagram, DiagramNode } from './diagram-model';

const shapes: Readonly<Partial<Record<DiagramNode['kind'], readonly [open: string, close: string]>>> = {
  external: ['([', '])'],
  store: ['[(', ')]'],
};

/** Renders a flowchart in the language of Mermaid, which GitHub draws in Markdown and in comments. */
export function renderMermaid(diagram: Diagram): string {
  const ids = new Map([...diagram.groups, ...diagram.nodes].map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string) => ids.get(id) ?? '';
  const edges = diagram.edges.map(({ from, to, label, kind }) => {
    const arrow = kind === 'lookup' ? '-.->' : '-->';
    return `  ${idOf(from)} ${arrow}${label === undefined ? '' : `|"${escapeText(label)}"|`} ${idOf(to)}`;
  });
  return ['flowchart TB', ...contentsOf(diagram, undefined, idOf, '  '), ...edges, ''].join('\n');
}

/** The lines of the boxes and frames directly in a frame. */
function contentsOf(
  diagram: Diagram,
  parent: string | undefined,
  idOf: (id: string) => string,
  indent: string,
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
      ...contentsOf(diagram, id, idOf, `${indent}  `),
      `${indent}end`,
    ]),
  ];
}

/** Mermaid reads entities with `#` instead of `&`. */
function escapeText(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;');
}
