import { fontSizes } from './layout/box-text';
import type { Box, Layout, PlacedEdge, PlacedGroup, PlacedNode } from './layout/layout-model';
import { titleBaseline } from './layout/title-position';
import type { Theme } from './theme';

const fonts = "-apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif";

/** Renders a layout as an SVG picture. A tooltip on each box and frame lists the addresses of its resources. */
export function renderSvg(title: string, layout: Layout, theme: Theme): string {
  const { width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${fonts}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${theme.arrow}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...layout.groups.map((group) => renderGroup(group, theme)),
    ...layout.edges.map((edge) => renderEdge(edge, theme)),
    ...layout.nodes.map((node) => renderNode(node, theme)),
    ...layout.edges.map((edge) => renderLabel(edge, theme)),
    '</svg>',
    '',
  ]
    .filter((line, index, lines) => line !== '' || index === lines.length - 1)
    .join('\n');
}

function renderGroup({ group, titleX, ...box }: PlacedGroup, theme: Theme): string {
  const { fill, stroke } = theme.groups[group.kind];
  const dashes = group.kind === 'subnet' ? ' stroke-dasharray="5 4"' : '';
  return tooltip(
    group.addresses,
    `${rect(box, 4)} fill="${fill}" stroke="${stroke}"${dashes}/>` +
      text(
        group.title,
        { x: titleX, y: box.y + titleBaseline },
        `font-size="${fontSizes.group}" font-weight="bold" fill="${theme.muted}"`,
      ),
  );
}

function renderNode({ node, text: lines, ...box }: PlacedNode, theme: Theme): string {
  const { fill, stroke } = theme.nodes[node.kind];
  const shape = `${rect(box, node.kind === 'external' ? 18 : 4)} fill="${fill}" stroke="${stroke}"/>`;
  const texts = lines.map(({ text: content, x, y, isBold }) => {
    const style = isBold
      ? `font-size="${fontSizes.title}" font-weight="bold" fill="${theme.text}"`
      : `font-size="${fontSizes.line}" fill="${theme.muted}"`;
    return text(content, { x: box.x + x, y: box.y + y }, style);
  });
  return tooltip(node.addresses, shape + texts.join(''));
}

function renderEdge({ edge, points }: PlacedEdge, theme: Theme): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const dashes = edge.kind === 'lookup' ? ' stroke-dasharray="4 3"' : '';
  return `<path d="${path}" fill="none" stroke="${theme.arrow}" stroke-width="1.5"${dashes} marker-end="url(#arrow)"/>`;
}

function renderLabel({ edge, label }: PlacedEdge, theme: Theme): string {
  if (edge.label === undefined || label === undefined) return '';
  return text(edge.label, { x: label.x + 3, y: label.y + 12 }, `font-size="${fontSizes.label}" fill="${theme.muted}"`);
}

function rect({ x, y, width, height }: Box, radius: number): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"`;
}

function text(content: string, { x, y }: Pick<Box, 'x' | 'y'>, style: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${style}>${escapeXml(content)}</text>`;
}

function tooltip(addresses: readonly string[], content: string): string {
  return addresses.length === 0 ? content : `<g><title>${escapeXml(addresses.join('\n'))}</title>${content}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
