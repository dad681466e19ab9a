import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import type { Oidc } from './bootstrap';

export interface IdentityProviderProps {
  /** The host name of the issuer of the tokens. It is the prefix of claims in a trust policy. */
  readonly issuer: string;
  /** The `aud` claim of the tokens. */
  readonly audience: string;
  readonly oidc: Oidc;
  readonly accountId: string;
}

/** An OIDC identity provider. AWS accepts its tokens as credentials. An account has one provider for each issuer. */
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
        : // A data source would fail if the provider did not exist. A trust policy needs only the ARN.
          `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
  }
}
