import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSynthesizedStack } from '../../../tools/shared/load-stacks';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/commands/local-stack';

const stack = new SynthesizedStack(stackDocument());

describe('SynthesizedStack.resolve', () => {
  it.each([
    ['an attribute of a resource', `\${aws_dynamodb_table.entries.name}`, 'Entries'],
    ['the id of a table, which is its name', `\${aws_dynamodb_table.entries.id}`, 'Entries'],
    ['a resource with an index', `\${aws_dynamodb_table.entries[0].name}`, 'Entries'],
    ['an optional resource', `\${one(aws_dynamodb_table.entries[*].name)}`, 'Entries'],
    ['an element of a list', `\${aws_dynamodb_table.entries.attribute[1].name}`, 'timestamp'],
    ['the default of a variable', `\${var.origin}`, 'https://example.com'],
    ['the region of the provider', `\${data.aws_region.current.region}`, 'eu-central-1'],
    ['the account, as zeros', `\${data.aws_caller_identity.current.account_id}`, '000000000000'],
    [
      'several references in one string',
      `\${var.origin}/\${aws_dynamodb_table.entries.name}`,
      'https://example.com/Entries',
    ],
    ['an escaped expression to its text', `$\${var.origin}`, `\${var.origin}`],
    ['a string without references to the same string', 'Entries', 'Entries'],
  ])('resolves %s', (_what, text, resolved) => {
    expect(stack.resolve(text)).toBe(resolved);
  });

  it.each([
    ['an attribute that only AWS knows', `\${aws_dynamodb_table.entries.arn}`],
    ['a variable without a default', `\${var.container_image}`],
    ['a function', `\${one(aws_lb.app[*].dns_name)}`],
    ['braces in an expression', `\${lookup({ a = "b" }, "a")}`],
    ['a template directive', `%{ if true }Entries%{ endif }`],
    ['the description of a region', `\${data.aws_region.current.description}`],
    ['the ARN of the caller', `\${data.aws_caller_identity.current.arn}`],
    ['an inherited property of an object', `\${aws_dynamodb_table.entries.constructor}`],
  ])('rejects %s, and the error contains the expression', (_what, text) => {
    expect(() => stack.resolve(text)).toThrow(`"${text}" is known only after an apply`);
  });

  it('resolves the id of a bucket to its name', () => {
    const buckets = { uploads: { bucket: `files-\${data.aws_caller_identity.current.account_id}` } };
    const document = { resource: { aws_s3_bucket: buckets } };
    expect(new SynthesizedStack(document).resolve(`\${aws_s3_bucket.uploads.id}`)).toBe('files-000000000000');
  });

  const table = (block: object) =>
    new SynthesizedStack({ resource: { aws_dynamodb_table: { t: { name: 'T', ...block } } } });

  it('rejects a circular reference', () => {
    const circular = new SynthesizedStack({ locals: { a: `\${local.b}`, b: `\${local.a}` } });
    expect(() => circular.resolve(`\${local.a}`)).toThrow('local.a -> local.b -> local.a');
  });

  it.each([
    ['with a count of zero', { count: 0 }, `\${one(aws_dynamodb_table.t[*].name)}`],
    ['with for_each', { for_each: ['a'] }, `\${aws_dynamodb_table.t[0].name}`],
    ['whose name contains its index', { name: `t\${count.index}`, count: 2 }, `\${aws_dynamodb_table.t[1].name}`],
  ])('rejects a reference to a resource %s', (_what, block, text) => {
    expect(() => table(block).resolve(text)).toThrow('is known only after an apply');
  });

  it.each([
    ['an object', { region: 'eu-west-1' }],
    ['a list with an alias', [{ alias: 'virginia', region: 'us-east-1' }, { region: 'eu-west-1' }]],
  ])('resolves the region of a provider that is written as %s', (_what, aws) => {
    expect(new SynthesizedStack({ provider: { aws: aws as never } }).resolve(`\${data.aws_region.here.name}`)).toBe(
      'eu-west-1',
    );
  });
});

describe('loadSynthesizedStack', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'synthesized-'));
  mkdirSync(path.join(folder, 'stacks', 'dev'), { recursive: true });
  writeFileSync(path.join(folder, 'stacks', 'dev', 'cdk.tf.json'), JSON.stringify(stackDocument()));
  mkdirSync(path.join(folder, 'stacks', 'removed'));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ stacks: { dev: {} } }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the stack of an environment', async () => {
    const loaded = await loadSynthesizedStack(folder, 'dev');
    expect(loaded.resources('aws_dynamodb_table')).toHaveLength(1);
  });

  it('rejects an unknown environment, and lists the environments that exist', async () => {
    await expect(loadSynthesizedStack(folder, 'production')).rejects.toThrow(
      'There is no environment "production". main.ts defines: dev.',
    );
  });

  it('rejects an environment that main.ts no longer defines, although its folder exists', async () => {
    await expect(loadSynthesizedStack(folder, 'removed')).rejects.toThrow('There is no environment');
  });
});
