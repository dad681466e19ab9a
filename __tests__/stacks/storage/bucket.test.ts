import { threeTiers } from '../../support/stacks/fixture-environment';
import { resource, synthesized } from '../../support/stacks/synthesized';

describe('Bucket', () => {
  it('blocks SSE-C only at its creation, because some buckets do not return this setting, so every plan would show a change', () => {
    const address = 'aws_s3_bucket_server_side_encryption_configuration.profiles_uploads';
    expect(resource(synthesized(threeTiers), address)).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' },
          blocked_encryption_types: ['SSE-C'],
        },
      ],
      lifecycle: { ignore_changes: ['rule'] },
    });
  });
});
