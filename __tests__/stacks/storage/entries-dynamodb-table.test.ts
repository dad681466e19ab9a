import { resource, synthesized } from '../../support/stacks/synthesized';

const table = resource(synthesized(), 'aws_dynamodb_table.entries');

it('is called as the environment file says', () => {
  expect(table.name).toBe('EightDigit');
});

it('is called by the pattern where the environment file says nothing', () => {
  const unnamed = synthesized({ table: undefined });
  expect(resource(unnamed, 'aws_dynamodb_table.entries').name).toBe('eight-digit-dev-entries');
});

it('is keyed by username and timestamp', () => {
  expect(table).toMatchObject({ hash_key: 'username', range_key: 'timestamp' });
});

it('has an index that holds every entry, newest last', () => {
  const latest = { name: 'latest', hash_key: 'feed', range_key: 'timestamp', projection_type: 'ALL' };
  expect(table.global_secondary_index).toEqual([latest]);
});

it('declares exactly the attributes that are keys', () => {
  const string = (name: string) => ({ name, type: 'S' });
  expect(table.attribute).toEqual([string('username'), string('timestamp'), string('feed')]);
});

it('forgets what expires', () => {
  expect(table.ttl).toEqual({ attribute_name: 'expiresAt', enabled: true });
});

it('is paid per request, encrypted, and can be restored to any second of the last weeks', () => {
  expect(table).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    server_side_encryption: { enabled: true },
    point_in_time_recovery: { enabled: true },
  });
});

it('can be destroyed in dev', () => {
  expect(table.deletion_protection_enabled).toBe(false);
  expect(table).not.toHaveProperty('lifecycle');
});

it('is refused to a destroy by AWS and by Terraform where it is protected', () => {
  expect(resource(synthesized({ removal: 'protect' }), 'aws_dynamodb_table.entries')).toMatchObject({
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  });
});
