/** A line of the configuration that Terraform quotes below an error. The synthesized JSON is a single line of many kilobytes. */
const quotedLine = /^\s*\d+: /;

/** Whether to print a line of Terraform's output. */
export function isReadable(line: string): boolean {
  return line.trim() !== '' && !quotedLine.test(withoutFrame(line));
}

/**
 * The errors in the text that `terraform apply` prints, without the frame around them and the configuration below them.
 * @param text both outputs: a remote run's errors arrive in the log on standard output
 */
export function errorsInText(text: string): string[] {
  const [, ...blocks] = text
    .split('\n')
    .map(withoutFrame)
    .join('\n')
    .split(/^Error: /m);
  return blocks.map((block) => (block.split(/\n\s*on .* line \d+|\n(?=Warning: |Operation failed)/)[0] ?? '').trim());
}

function withoutFrame(line: string): string {
  return line.replace(/^[│╷╵]\s?/, '');
}
