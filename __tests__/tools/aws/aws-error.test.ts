import { expiredCredentials, toUserError } from '../../../tools/aws/aws-error';
import { UserError } from '../../../tools/shared/user-error';

const before = { ...process.env };
beforeEach(() => Object.assign(process.env, { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' }));
afterAll(() => Object.assign(process.env, { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' }, before));

/** Returns an error as the AWS SDK throws it. */
function fault(name: string, message = '', own: object = {}): Error {
  return Object.assign(new Error(message), { name, ...own });
}

const told = (error: unknown) => {
  const found = toUserError(error, 'read the service');
  return found instanceof UserError ? found.message : found;
};

describe('Expired credentials', () => {
  it.each([
    fault('ExpiredToken', 'The security token included in the request is expired'),
    fault('ExpiredTokenException', 'The security token included in the request is expired'),
    fault('RequestExpired', 'Request has expired.'),
    fault('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
    fault('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
    fault('UnrecognizedClientException', 'The security token included in the request is expired'),
  ])('are recognized in the error %s', (error) => {
    expect(told(error)).toMatch(/^Your AWS credentials have expired\. Renew them with: aws sso login /);
  });

  it.each([
    [
      { AWS_PROFILE: 'work' },
      'Renew them with: aws sso login --profile work (or aws login, or the tool that provided the credentials)',
    ],
    [
      { AWS_ACCESS_KEY_ID: 'A' },
      'Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN to new values.',
    ],
  ])('are reported, for the environment variables %j, with the remedy "%s"', (environment, remedy) => {
    Object.assign(process.env, environment);
    expect(expiredCredentials('Error: ExpiredToken')).toBe(`Your AWS credentials have expired. ${remedy}`);
  });

  it('are not reported for an error of another kind', () => {
    expect(expiredCredentials('AccessDenied: no identity-based policy allows the action')).toBeUndefined();
  });
});

describe('toUserError', () => {
  it.each([
    [
      fault('CredentialsProviderError', 'Could not load credentials from any providers'),
      /^There are no AWS credentials\. /,
    ],
    [
      fault('InvalidClientTokenId'),
      /^AWS does not accept your credentials \(InvalidClientTokenId\)\. Renew them with: /,
    ],
    [
      fault('AccessDeniedException', 'not allowed'),
      /^Your AWS credentials do not allow this command to read the service: not allowed$/,
    ],
    [fault('Error', '', { code: 'ENOTFOUND' }), /^AWS is not responding \(ENOTFOUND\), so this command could not read/],
    [fault('TimeoutError'), /^AWS is not responding \(TimeoutError\), so .* Check the network\.$/],
    [fault('ClusterNotFoundException', 'gone', { $fault: 'client' }), /^AWS could not read the service: gone \(Clu/],
  ])('explains the error from AWS: %s', (error, message) => {
    expect(told(error)).toMatch(message);
  });

  it('names the profile that has no valid credentials', () => {
    process.env.AWS_PROFILE = 'wrok';
    expect(told(fault('CredentialsProviderError', 'Could not resolve credentials using profile: [wrok].'))).toBe(
      'The profile "wrok" (AWS_PROFILE) has no valid AWS credentials: Could not resolve credentials using profile: [wrok]. Correct the name, or log in with `aws sso login --profile wrok`.',
    );
  });

  it.each([
    new TypeError('x is not a function'),
    fault('AbortError'),
    'SIGINT',
    new UserError('docker.io is not responding (ENOTFOUND). Check the network and run the command again.'),
  ])('returns an error of another kind unchanged: %s', (error) => {
    expect(toUserError(error, 'read the service')).toBe(error);
  });
});
