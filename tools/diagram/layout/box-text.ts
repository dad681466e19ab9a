import type { DiagramNode } from '../diagram-model';
import type { PlacedNode } from './layout-model';
import { textWidth, wrapText } from './text-size';

/** The font sizes in pixels, by kind of text. */
export const fontSizes = { title: 13, line: 12, group: 13, label: 11 } as const;
const lineHeight = 16;
const padding = 10;
const defaultTextWidth = 220;

/**
 * Returns the size of a box, and the position of its text lines relative to the box.
 * @param width the width of the box in pixels. @default the width of the text, which is wrapped at 220 pixels
 */
export function measureNode(
  { title, lines }: DiagramNode,
  width?: number,
): Pick<PlacedNode, 'width' | 'height' | 'text'> {
  const maxTextWidth = width === undefined ? defaultTextWidth : width - 2 * padding;
  const texts = [
    ...wrapText(title, maxTextWidth, { fontSize: fontSizes.title, isBold: true }).map((text) => ({
      text,
      isBold: true,
    })),
    ...lines
      .flatMap((line) => wrapText(line, maxTextWidth, { fontSize: fontSizes.line }))
      .map((text) => ({ text, isBold: false })),
  ];
  const widths = texts.map(({ text, isBold }) => textWidth(text, isBold ? fontSizes.title : fontSizes.line, isBold));
  return {
    width: width ?? Math.ceil(Math.max(...widths)) + 2 * padding,
    height: texts.length * lineHeight + 2 * padding,
    text: texts.map((one, index) => ({ ...one, x: padding, y: padding + (index + 1) * lineHeight - 4 })),
  };
}
