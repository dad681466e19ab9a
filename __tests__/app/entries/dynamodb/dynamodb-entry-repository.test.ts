import { describeIf, dynoxide } from '../../../support/jest/requirement';
import { startDynalite, startDynoxide } from '../../../support/stores/dynamodb';
import { defineEntryRepositoryTests } from '../../../support/stores/entry-repository-tests';

describe('Entries in dynalite', () => {
  defineEntryRepositoryTests(startDynalite);
});

describeIf(dynoxide, 'Entries in dynoxide', (program) => {
  defineEntryRepositoryTests(() => startDynoxide(program));
});

const given = process.env.DDB_ENDPOINT;
if (given) {
  describe(`Entries in DynamoDB at ${given}`, () => {
    defineEntryRepositoryTests(async () => ({ endpoint: given, stop: async () => undefined }));
  });
}
