import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Returns the anchors that GitHub derives from the headings of a document. */
function anchors(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  return !existsSync(join(root, target)) || (anchor !== undefined && !anchors(target).includes(anchor));
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .trim()
  .split('\n');
const topLevel = new Set(files.map((file) => file.split('/')[0]));

/** Returns the words in backticks, outside code blocks, that are paths in the repository or names of TypeScript files. */
function paths(text: string): string[] {
  const words = [...text.replace(/^ *```.*?^ *```$/gms, '').matchAll(/`([\w.@/-]+)`/g)].map(([, word = '']) => word);
  return words.filter((word) => (word.includes('/') && topLevel.has(word.split('/')[0])) || word.endsWith('.ts'));
}

function exists(path: string): boolean {
  return existsSync(join(root, path)) || files.some((file) => file.endsWith(`/${path}`));
}

describe('Documents', () => {
  it.each(documents)('link only to files and headings that exist: %s', (file) => {
    const links = [...read(file).matchAll(/(?:\]\(|src="|srcset=")([^)"]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !link.includes('://') && isBroken(file, link))).toEqual([]);
  });

  it.each(documents)('name only paths that exist: %s', (file) => {
    expect(paths(read(file)).filter((path) => !exists(path))).toEqual([]);
  });

  it.each(documents)('name only npm scripts that exist: %s', (file) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
    const named = [...read(file).matchAll(/`(?:[A-Z]+=\S+ )?npm (?:run )?([a-z:]+)|^ *npm (?:run )?([a-z:]+)/gm)].map(
      ([, inline, block]) => inline ?? block ?? '',
    );
    expect(named.filter((name) => !(name in scripts) && !['ci', 'install'].includes(name))).toEqual([]);
  });

  it.each(documents)('have no comments after commands, because zsh would treat them as arguments: %s', (file) => {
    const code = [...read(file).matchAll(/^ *```(?:sh|bash)?\n(.*?)^ *```$/gms)];
    const lines = code.flatMap(([, block = '']) => block.split('\n'));
    expect(lines.filter((line) => /(^|\s)# /.test(line))).toEqual([]);
  });

  it("install the version of @aws-sdk/client-sqs that matches the app's other AWS clients", () => {
    const { dependencies } = JSON.parse(read('app/package.json')) as { dependencies: Record<string, string> };
    const [, version] =
      /^npm install --workspace app --save-exact @aws-sdk\/client-sqs@(.*)$/m.exec(read('docs/variables.md')) ?? [];
    expect(version).toBe(dependencies['@aws-sdk/client-dynamodb']);
  });

  it('in docs/ are all linked from the README', () => {
    const unlinked = documents.filter((file) => file.startsWith('docs/') && !read('README.md').includes(`(${file}`));
    expect(unlinked.map((file) => basename(file))).toEqual([]);
  });
});
