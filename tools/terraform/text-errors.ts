/**
 * Matches a line of the configuration that Terraform quotes below an error. The line is not printed, because the
 * synthesized JSON is a single line of many kilobytes.
 */
const quotedLine = /^\s*\d+: /;
/**
 * Matches the line with the location of an error, as in `on cdk.tf.json line 1, in resource.aws_vpc.main:`. The JSON is
 * a single line, so the location is useless.
 */
const placeLine = /^\s*on \S+ line \d+/;
/** Matches the end of the last error in the output of a command. */
const afterErrors = /\n(?=Warning: |Operation failed|-{20})/;

/** Whether to print a line of Terraform's output. Empty lines and lines that quote the configuration are not printed. */
export function isReadable(line: string): boolean {
  return line.trim() !== '' && !quotedLine.test(withoutFrame(line));
}

/**
 * Returns the errors in the text that `terraform apply` prints, without the frame and the quoted configuration.
 * @param text standard output and standard error: the errors of a remote run are in the log on standard output
 */
export function errorsInText(text: string): string[] {
  const [, ...blocks] = text
    .split('\n')
    .map(withoutFrame)
    .join('\n')
    .split(/^Error: /m);
  return blocks.map((block) => {
    const lines = (block.split(afterErrors)[0] ?? '').split('\n');
    const own = lines.filter((line) => !quotedLine.test(line) && !placeLine.test(line) && !/^\s*├─/.test(line));
    return own
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  });
}

function withoutFrame(line: string): string {
  return line.replace(/^[│╷╵]\s?/, '');
}
