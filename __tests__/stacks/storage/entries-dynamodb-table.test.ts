import { resource, synthesized } from '../../support/stacks/synthesized';

const table = resource(synthesized(), 'aws_dynamodb_table.entries');

describe('EntriesDynamodbTable', () => {
  it('has the name that the environment file sets', () => {
    expect(table.name).toBe('EightDigit');
  });

  it('has a default name from project and environment', () => {
    const unnamed = synthesized({ table: undefined });
    expect(resource(unnamed, 'aws_dynamodb_table.entries').name).toBe('eight-digit-dev-entries');
  });

  it('has the keys username and timestamp', () => {
    expect(table).toMatchObject({ hash_key: 'username', range_key: 'timestamp' });
  });

  it('has an index of all entries, sorted by timestamp', () => {
    const latest = { name: 'latest', hash_key: 'feed', range_key: 'timestamp', projection_type: 'ALL' };
    expect(table.global_secondary_index).toEqual([latest]);
  });

  it('declares only the attributes that are keys', () => {
    const string = (name: string) => ({ name, type: 'S' });
    expect(table.attribute).toEqual([string('username'), string('timestamp'), string('feed')]);
  });

  it('deletes items after the time in their attribute expiresAt', () => {
    expect(table.ttl).toEqual({ attribute_name: 'expiresAt', enabled: true });
  });

  it('is billed per request, is encrypted, and has point-in-time recovery', () => {
    expect(table).toMatchObject({
      billing_mode: 'PAY_PER_REQUEST',
      server_side_encryption: { enabled: true },
      point_in_time_recovery: { enabled: true },
    });
  });

  it("can be deleted with removal: 'destroy'", () => {
    expect(table.deletion_protection_enabled).toBe(false);
    expect(table).not.toHaveProperty('lifecycle');
  });

  it("is protected from deletion by AWS and by Terraform with removal: 'protect'", () => {
    expect(resource(synthesized({ removal: 'protect' }), 'aws_dynamodb_table.entries')).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });
});
