import { createHash } from 'node:crypto';

/** Returns the hashes of the inline scripts or styles of a page, as the Content-Security-Policy contains them. */
export function inlineHashes(page: string, tag: 'script' | 'style'): string[] {
  const texts = [...page.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'gs'))].map((match) => match[1] ?? '');
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
