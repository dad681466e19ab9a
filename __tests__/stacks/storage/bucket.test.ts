import { threeTiers } from '../../support/stacks/fixture-environment';
import { resource, synthesized } from '../../support/stacks/synthesized';

describe('Bucket', () => {
  it('blocks SSE-C, as S3 does in every new bucket, so that no plan shows the block as a change', () => {
    const address = 'aws_s3_bucket_server_side_encryption_configuration.profiles_uploads';
    expect(resource(synthesized(threeTiers), address).rule).toMatchObject([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' }, blocked_encryption_types: ['SSE-C'] },
    ]);
  });
});
