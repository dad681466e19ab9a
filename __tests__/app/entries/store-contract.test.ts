import { describeIf, dynoxide } from '../../support/jest/requirement';
import { startDynalite, startDynoxide } from '../../support/stores/dynamodb';
import { defineStoreContract } from '../../support/stores/store-contract';

describe('entries kept by dynalite', () => {
  defineStoreContract(startDynalite);
});

describeIf(dynoxide, 'entries kept by dynoxide', (program) => {
  defineStoreContract(() => startDynoxide(program));
});

const given = process.env.DDB_ENDPOINT;
if (given) {
  describe(`entries kept by DynamoDB at ${given}`, () => {
    defineStoreContract(async () => ({ endpoint: given, stop: async () => undefined }));
  });
}
