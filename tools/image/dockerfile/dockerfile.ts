import { DockerfileParser, type Instruction } from 'dockerfile-ast';

/** An instruction of a Dockerfile. */
export interface Line {
  /** The keyword in capitals, for example `COPY`. */
  readonly keyword: string;
  /** The text after the keyword, with its flags, on one line. */
  readonly content: string;
}

/** A stage, from its FROM to the next one. */
export interface Stage {
  /** The image or stage that it begins with, before variables are replaced. */
  readonly from: string;
  /** The name in lower case, or null if it has none. */
  readonly name: string | null;
  /** The platform, such as `$BUILDPLATFORM`, or null if FROM names none. */
  readonly platform: string | null;
  readonly lines: readonly Line[];
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  /** The character that continues a line: a backslash, unless a directive says otherwise. */
  readonly escape: string;
  /** The ARG instructions before the first FROM. */
  readonly args: readonly Line[];
  readonly stages: readonly Stage[];
}

export function parseDockerfile(text: string): Dockerfile {
  const document = DockerfileParser.parse(text);
  const stages: (Stage & { lines: Line[] })[] = [];
  for (const line of document.getInstructions().map(lineOf)) {
    if (line.keyword !== 'FROM') {
      stages.at(-1)?.lines.push(line);
      continue;
    }
    const all = line.content.split(/\s+/);
    const [from = '', , name = null] = all.filter((word) => !word.startsWith('--'));
    const platform = all.find((word) => word.startsWith('--platform='))?.slice('--platform='.length) ?? null;
    stages.push({ from, name: name?.toLowerCase() ?? null, platform, lines: [] });
  }
  return { escape: document.getEscapeCharacter(), args: document.getInitialARGs().map(lineOf), stages };
}

/** dockerfile-ast's own methods omit the flags. */
function lineOf(instruction: Instruction): Line {
  const text = instruction.getTextContent().slice(instruction.getInstruction().length);
  const content = text.replace(/\\[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*/g, '').trim();
  return { keyword: instruction.getKeyword(), content };
}
