import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import type { Oidc } from './bootstrap';

export interface IdentityProviderProps {
  /** The host name of the token issuer. In the conditions of a trust policy, it is the prefix of each claim. */
  readonly issuer: string;
  /** The audience (`aud` claim) of the tokens. */
  readonly audience: string;
  readonly oidc: Oidc;
  readonly accountId: string;
}

/**
 * An OIDC identity provider. AWS exchanges its tokens for the credentials of a role. An account has at most one provider for each issuer.
 */
export class IdentityProvider extends Construct {
  readonly issuer: string;
  readonly audience: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { issuer, audience, oidc, accountId }: IdentityProviderProps) {
    super(scope, id);
    this.issuer = issuer;
    this.audience = audience;
    this.arn =
      oidc === 'create'
        ? // No thumbprint is needed: AWS trusts the certificate authorities of both issuers.
          new IamOpenidConnectProvider(this, 'openid-connect-provider', {
            url: `https://${issuer}`,
            clientIdList: [audience],
          }).arn
        : // The ARN is enough for a trust policy. A data source would fail while the provider does not exist.
          `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
  }
}
