import { Account } from '../src/account';
import { refusal } from '../src/facts/refusals';
import type { Values } from '../src/value';

const rows: [type: string, kept: Values, free: Values, error: string][] = [
  ['aws_db_instance', { deletion_protection: true }, { deletion_protection: false }, 'InvalidParameterCombination'],
  ['aws_dynamodb_table', { deletion_protection_enabled: true }, {}, 'ValidationException'],
  ['aws_ecr_repository', { name: 'app', force_delete: false }, { name: 'app', force_delete: true }, 'NotEmpty'],
  ['aws_ecr_repository', { name: 'app', force_delete: null }, { name: 'empty', force_delete: null }, 'NotEmpty'],
  ['aws_lb', { enable_deletion_protection: true }, { enable_deletion_protection: null }, 'OperationNotPermitted'],
  ['aws_s3_bucket', { bucket: 'files', force_destroy: false }, { bucket: 'files', force_destroy: true }, 'NotEmpty'],
  ['aws_s3_bucket', { bucket: 'files' }, { bucket: 'empty' }, 'NotEmpty'],
];

function deletion(type: string, before: Values): string | undefined {
  const account = new Account();
  account.remember('aws_ecr_image', null, { id: 'sha256:1', repository_name: 'app' });
  account.remember('aws_s3_object', null, { id: 'a.txt', bucket: 'files' });
  return refusal(type, { before, after: null }, account);
}

it.each(rows)('AWS deletes no %s with %j', (type, kept, _free, error) => {
  expect(deletion(type, { id: 'one', ...kept })).toContain(error);
});

it.each(rows)('AWS deletes an %s, beside %j with %j', (type, _kept, free) => {
  expect(deletion(type, { id: 'one', ...free })).toBeUndefined();
});

it('AWS changes what it does not delete', () => {
  const before = { id: 'one', deletion_protection_enabled: true };
  const after = { id: 'one', deletion_protection_enabled: false };
  expect(refusal('aws_dynamodb_table', { before, after }, new Account())).toBeUndefined();
});
