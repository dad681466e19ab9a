import { uploadsBucket } from '../../../tools/local/uploads-bucket';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { profilesDocument } from '../../support/commands/local-project';

const told = { DATABASE_NAME: 'app', UPLOADS_BUCKET: 'uploads-000000000000' };

describe('the bucket of uploads', () => {
  it('is the one that the container is told, with twelve zeros for the account', () => {
    expect(uploadsBucket(new SynthesizedStack(profilesDocument()), told)).toBe('uploads-000000000000');
  });

  it.each([
    ['another bucket', { ...told, UPLOADS_BUCKET: 'files' }, 'no aws_s3_bucket named "files"'],
    [
      'another database',
      { ...told, DATABASE_NAME: 'shop' },
      'no aws_db_instance of PostgreSQL whose db_name is "shop"',
    ],
    ['no database', { UPLOADS_BUCKET: told.UPLOADS_BUCKET }, 'whose db_name is ""'],
  ])('is refused to a container that is told %s', (_what, environment, message) => {
    expect(() => uploadsBucket(new SynthesizedStack(profilesDocument()), environment)).toThrow(message);
  });

  it('is refused beside a database that is no PostgreSQL', () => {
    const document = profilesDocument();
    document.resource.aws_db_instance.profiles_database.engine = 'mysql';
    expect(() => uploadsBucket(new SynthesizedStack(document), told)).toThrow('no aws_db_instance of PostgreSQL');
  });
});
