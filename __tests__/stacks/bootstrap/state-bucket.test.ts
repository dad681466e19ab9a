import { shipped } from '../../support/stacks/fixture-bootstrap';
import { reference, resource } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const stack = synthesizedBootstrap(shipped);

describe('State bucket', () => {
  it('has the account and the region in its name', () => {
    expect(resource(stack, 'aws_s3_bucket.state').bucket).toBe(
      `eight-digit-bootstrap-state-${reference('data.aws_caller_identity.current.account_id')}-eu-central-1`,
    );
  });

  it('is protected from deletion, and Terraform does not empty it', () => {
    expect(resource(stack, 'aws_s3_bucket.state')).toMatchObject({
      lifecycle: { prevent_destroy: true },
      force_destroy: false,
    });
  });

  it('keeps the old version of an overwritten state', () => {
    expect(resource(stack, 'aws_s3_bucket_versioning.state')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
  });

  it.each([
    ['90 days by default', undefined, 90],
    ['the days in oldVersionsDays', 7, 7],
  ])('keeps old versions for %s', (_what, oldVersionsDays, days) => {
    const changed = synthesizedBootstrap({ ...shipped, stateBucket: { oldVersionsDays } });
    expect(resource(changed, 'aws_s3_bucket_lifecycle_configuration.state').rule).toEqual([
      expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: days }] }),
    ]);
  });

  it('expires delete markers, but never a current state', () => {
    const [rule] = resource(stack, 'aws_s3_bucket_lifecycle_configuration.state').rule as object[];
    expect(rule).toMatchObject({ expiration: [{ expired_object_delete_marker: true }] });
  });
});
