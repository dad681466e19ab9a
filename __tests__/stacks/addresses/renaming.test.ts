import { Testing } from 'cdktf';
import { EntriesDynamodbTable } from '../../../stacks/storage/entries-dynamodb-table';
import { describeIf, terraform } from '../../support/jest/requirement';
import { fixture } from '../../support/stacks/fixture-environment';
import { createSynthesisApp } from '../../support/stacks/synthesis-app';
import { EmptyStack } from '../../support/stacks/violations';
import { type Configuration, createStack, type TestStack, writeConfiguration } from '../../support/terraform/terraform';

/**
 * Returns the configuration of a stack with a table whose construct id is `id`.
 * @param moved the `moved` blocks, in the format that CONTRIBUTING.md shows. @default none
 */
function stackWithTable(id: string, moved?: readonly { from: string; to: string }[]): Configuration {
  const stack = new EmptyStack(createSynthesisApp(), fixture);
  new EntriesDynamodbTable(stack, id, { name: 'entries', removal: 'destroy' });
  if (moved !== undefined) stack.addOverride('moved', moved);
  const { terraform: _backend, ...configuration } = JSON.parse(Testing.synth(stack));
  return configuration;
}

const from = 'aws_dynamodb_table.entries';
const to = 'aws_dynamodb_table.records';

describeIf(terraform, 'Plan after a table is renamed', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await createStack(stackWithTable('entries'));
    await stack.succeed('apply', '-auto-approve');
  });

  afterAll(() => stack?.close());

  it('destroys the renamed table and creates a new one if the stack has no `moved` block', async () => {
    writeConfiguration(stack.folder, stackWithTable('records'));
    expect(await stack.plan()).toEqual([`${from}: delete`, `${to}: create`]);
  });

  it('keeps the renamed table and changes only its address if the stack has a `moved` block', async () => {
    writeConfiguration(stack.folder, stackWithTable('records', [{ from, to }]));
    expect(await stack.plan()).toEqual([]);
    await stack.succeed('apply', 'test.tfplan');
    expect((await stack.succeed('state', 'list')).trim()).toBe(to);
  });
});
