import { UserError } from '../../../tools/shared/user-error';
import { withCredentialHint } from '../../../tools/terraform/credential-hint';

const offline = 'npm run plan dev -- --offline';

describe('Hint about credentials', () => {
  it.each([
    ['Error: No valid credential sources found', 'There are no AWS credentials'],
    [
      'api error InvalidClientTokenId: The security token included in the request is invalid',
      'AWS does not accept your credentials',
    ],
  ])('follows the error "%s"', (message, hint) => {
    const error = withCredentialHint(new UserError(message), 'dev') as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message.startsWith(`${message}\n\n${hint}`)).toBe(true);
    expect(error.message).toContain(offline);
  });

  it('follows the message about expired credentials', () => {
    const message = 'Your AWS credentials have expired. Renew them with: aws sso login';
    expect(withCredentialHint(new UserError(message), 'dev')).toMatchObject({
      message: `${message}\n\nTo plan a first deployment without AWS credentials: ${offline}`,
    });
  });

  it.each([
    ['an unrelated UserError', new UserError('No argument or block type is named "buckett".')],
    ['an error that is not a UserError', new Error('ExpiredToken')],
  ])('is not shown after %s', (_, error) => {
    expect(withCredentialHint(error, 'dev')).toBe(error);
  });
});
