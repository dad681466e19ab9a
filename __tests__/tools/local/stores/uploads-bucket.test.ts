import { findUploadsBucket } from '../../../../tools/local/stores/uploads-bucket';
import { SynthesizedStack } from '../../../../tools/shared/synthesized-stack';
import { profilesDocument } from '../../../support/commands/local-stack';

const variables = { DATABASE_NAME: 'app', UPLOADS_BUCKET: 'uploads-000000000000' };

describe('findUploadsBucket', () => {
  it("returns the bucket in the container's variable, with twelve zeros as the account ID", () => {
    expect(findUploadsBucket(new SynthesizedStack(profilesDocument()), variables)).toBe('uploads-000000000000');
  });

  it.each([
    ['another bucket', { ...variables, UPLOADS_BUCKET: 'files' }, 'no aws_s3_bucket named "files"'],
    [
      'another database',
      { ...variables, DATABASE_NAME: 'shop' },
      'no aws_db_instance of PostgreSQL with the db_name "shop"',
    ],
    ['no database', { UPLOADS_BUCKET: variables.UPLOADS_BUCKET }, 'with the db_name ""'],
  ])('rejects a container that is configured for %s', (_what, environment, message) => {
    expect(() => findUploadsBucket(new SynthesizedStack(profilesDocument()), environment)).toThrow(message);
  });

  it('rejects a database that is not PostgreSQL', () => {
    const document = profilesDocument();
    document.resource.aws_db_instance.profiles_database.engine = 'mysql';
    expect(() => findUploadsBucket(new SynthesizedStack(document), variables)).toThrow(
      'no aws_db_instance of PostgreSQL',
    );
  });
});
