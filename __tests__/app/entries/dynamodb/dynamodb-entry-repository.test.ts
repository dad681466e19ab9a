import { describeIf, dynoxide } from '../../../support/jest/requirement';
import { startDynalite, startDynoxide } from '../../../support/stores/dynamodb';
import { defineStoreContract } from '../../../support/stores/store-contract';

describe('Entries in dynalite', () => {
  defineStoreContract(startDynalite);
});

describeIf(dynoxide, 'Entries in dynoxide', (program) => {
  defineStoreContract(() => startDynoxide(program));
});

const given = process.env.DDB_ENDPOINT;
if (given) {
  describe(`Entries in DynamoDB at ${given}`, () => {
    defineStoreContract(async () => ({ endpoint: given, stop: async () => undefined }));
  });
}
