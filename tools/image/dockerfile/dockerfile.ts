import { DockerfileParser, type Instruction } from 'dockerfile-ast';

/** An instruction of a Dockerfile. */
export interface Line {
  /** The keyword in capital letters, such as `COPY`. */
  readonly keyword: string;
  /** The text after the keyword, including flags. Continued lines are joined. */
  readonly content: string;
}

/** A build stage: a FROM instruction, and the instructions up to the next FROM. */
export interface Stage {
  /** The image or stage on which this stage is based. Variables are not replaced yet. */
  readonly from: string;
  /** The name of the stage in lower case; null if the stage has no name. */
  readonly name: string | null;
  /** The platform that FROM names, such as `$BUILDPLATFORM`; null if FROM names none. */
  readonly platform: string | null;
  readonly lines: readonly Line[];
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  /** The character that continues a line: a backslash, unless a directive sets another character. */
  readonly escape: string;
  /** The ARG instructions before the first FROM instruction. */
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

/** Returns an instruction with its flags, which the methods of dockerfile-ast leave out. */
function lineOf(instruction: Instruction): Line {
  const text = instruction.getTextContent().slice(instruction.getInstruction().length);
  const content = text.replace(/\\[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*/g, '').trim();
  return { keyword: instruction.getKeyword(), content };
}
