import { expiredCredentials, toUserError } from '../../../tools/aws/aws-error';
import { UserError } from '../../../tools/shared/user-error';

const before = { ...process.env };
beforeEach(() => Object.assign(process.env, { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' }));
afterAll(() => Object.assign(process.env, { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' }, before));

/** Returns an error with the fields of an error from the AWS SDK. */
function fault(name: string, message = '', own: object = {}): Error {
  return Object.assign(new Error(message), { name, ...own });
}

const told = (error: unknown) => {
  const found = toUserError(error, 'read the service');
  return found instanceof UserError ? found.message : found;
};

describe('Expired credentials', () => {
  it.each([
    ['ExpiredToken', 'The security token included in the request is expired'],
    ['ExpiredTokenException', 'The security token included in the request is expired'],
    ['RequestExpired', 'Request has expired.'],
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired.'],
    ['TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'],
    ['UnrecognizedClientException', 'The security token included in the request is expired'],
  ])('are recognized by the error %s with the message "%s"', (name, message) => {
    expect(told(fault(name, message))).toMatch(/^Your AWS credentials have expired\. Renew them with: aws sso login /);
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
  ])('are reported with the remedy for the environment variables %j: "%s"', (environment, remedy) => {
    Object.assign(process.env, environment);
    expect(expiredCredentials('Error: ExpiredToken')).toBe(`Your AWS credentials have expired. ${remedy}`);
  });

  it('are not reported for an AccessDenied error', () => {
    expect(expiredCredentials('AccessDenied: no identity-based policy allows the action')).toBeUndefined();
  });
});

describe('toUserError', () => {
  it.each([
    [
      'missing credentials',
      fault('CredentialsProviderError', 'Could not load credentials from any providers'),
      /^There are no AWS credentials\. /,
    ],
    [
      'rejected credentials',
      fault('InvalidClientTokenId'),
      /^AWS does not accept your credentials \(InvalidClientTokenId\)\. Renew them with: /,
    ],
    [
      'a missing permission',
      fault('AccessDeniedException', 'not allowed'),
      /^Your AWS credentials do not allow this command to read the service: not allowed$/,
    ],
    [
      'an unknown host',
      fault('Error', '', { code: 'ENOTFOUND' }),
      /^AWS is not responding \(ENOTFOUND\), so this command could not read/,
    ],
    ['a timeout', fault('TimeoutError'), /^AWS is not responding \(TimeoutError\), so .* Check the network\.$/],
    [
      'an error response',
      fault('ClusterNotFoundException', 'gone', { $fault: 'client' }),
      /^AWS could not read the service: gone \(Clu/,
    ],
  ])('explains %s', (_, error, message) => {
    expect(told(error)).toMatch(message);
  });

  it('names the profile that has no valid credentials', () => {
    process.env.AWS_PROFILE = 'wrok';
    expect(told(fault('CredentialsProviderError', 'Could not resolve credentials using profile: [wrok].'))).toBe(
      'The profile "wrok" (AWS_PROFILE) has no valid AWS credentials: Could not resolve credentials using profile: [wrok]. Correct the name, or log in with `aws sso login --profile wrok`.',
    );
  });

  it.each([
    ['a TypeError', new TypeError('x is not a function')],
    ['an AbortError', fault('AbortError')],
    ['the name of a signal', 'SIGINT'],
    [
      'a UserError',
      new UserError('docker.io is not responding (ENOTFOUND). Check the network and run the command again.'),
    ],
  ])('returns %s unchanged', (_, error) => {
    expect(toUserError(error, 'read the service')).toBe(error);
  });
});
