import type { Environment } from '../../stacks/environment';
import { environmentErrorMessage } from '../support/stacks/environment-error-message';
import { balanced, type Changes, fixtureWith, threeTiers } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

const withoutTable = { table: 'none', app: { container: {} } } as const satisfies Changes;

describe('Environment without a table', () => {
  it.each([
    ['dev', {}],
    ['staging', { ...balanced, monitoring: { email: 'one@example.com' } }],
  ])('with the other settings of %s, does not mention DynamoDB in its JSON', (_name, changes) => {
    const { terraform: _, ...stack } = synthesized({ ...changes, ...withoutTable });
    expect(JSON.stringify(stack)).not.toMatch(/dynamo/i);
  });

  it('has a table for uploaded files and a DynamoDB endpoint if it has profiles', () => {
    const { resource } = synthesized({ ...threeTiers, ...withoutTable });
    expect(Object.keys(resource.aws_dynamodb_table ?? {})).toEqual(['profiles_uploads']);
    expect(resource.aws_vpc_endpoint).toHaveProperty('network_dynamodb');
  });

  it('omits its former table from the local value removal_present, so that the plan fails if the table is protected', () => {
    const present = (changes: Changes) => JSON.stringify(synthesized({ removal: 'protect', ...changes }).locals);
    expect(present({})).toContain('table EightDigit');
    expect(present(withoutTable)).not.toContain('table ');
  });

  it('is rejected for the shipped app, because the app stores its entries in the table', () => {
    expect(environmentErrorMessage([fixtureWith({ table: 'none' })])).toContain(
      'table is "none". The shipped app stores its entries in this table.',
    );
  });

  it('is rejected if a variable refers to the table', () => {
    const environment = { TABLE: { kind: 'table', attribute: 'name' } } as const;
    const changes: Changes = { table: 'none', app: { container: {}, environment } };
    expect(environmentErrorMessage([fixtureWith(changes)])).toContain(
      "There is no table, because the file contains table: 'none'.",
    );
  });

  it('may have the same settings as another environment without a table', () => {
    const environments: Environment[] = ['one', 'two'].map((name) => fixtureWith({ name, ...withoutTable }));
    expect(environmentErrorMessage(environments)).toBe('');
  });
});
