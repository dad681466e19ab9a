import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import type { Oidc } from './bootstrap';

export interface IdentityProviderProps {
  /** Host name of the issuer of the tokens, which begins the names of their claims. */
  readonly issuer: string;
  /** Whom the tokens are for. */
  readonly audience: string;
  readonly oidc: Oidc;
  readonly accountId: string;
}

/** Whose signed tokens AWS takes for credentials. There is one per issuer and account. */
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
        ? // No thumbprint: AWS trusts the certificate authorities of both issuers by itself.
          new IamOpenidConnectProvider(this, 'openid-connect-provider', {
            url: `https://${issuer}`,
            clientIdList: [audience],
          }).arn
        : // The data source would need it to exist at every plan; the ARN says all that a trust policy needs.
          `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
  }
}
