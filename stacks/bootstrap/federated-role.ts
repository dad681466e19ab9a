import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../policy';
import type { IdentityProvider } from './identity-provider';

export interface FederatedRoleProps {
  readonly name: string;
  readonly description: string;
  readonly provider: IdentityProvider;
  /** The subjects of the tokens that may take the role. */
  readonly subjects: readonly string[];
  /**
   * How subjects are compared. With `StringLike`, a `*` stands for any characters.
   * @default 'StringEquals'
   */
  readonly comparison?: 'StringEquals' | 'StringLike';
}

/** A role that the bearer of an identity provider's token takes; it may do nothing until something is granted. */
export class FederatedRole extends Construct {
  readonly arn: string;
  private readonly role: IamRole;

  constructor(scope: Construct, id: string, { name, description, ...trust }: FederatedRoleProps) {
    super(scope, id);
    this.role = new IamRole(this, 'role', { name, description, assumeRolePolicy: trustPolicy(trust) });
    this.arn = this.role.arn;
  }

  /** Attaches managed policies, by what they are called here. */
  attach(policyArns: Readonly<Record<string, string>>): void {
    for (const [id, policyArn] of Object.entries(policyArns)) {
      new IamRolePolicyAttachment(this, id, { role: this.role.name, policyArn });
    }
  }

  /** Allows the role what the statements say, in an inline policy called `id`. */
  grant(id: string, statements: readonly Statement[]): void {
    new IamRolePolicy(this, id, { name: id, role: this.role.name, policy: policyDocument(statements) });
  }
}

type Trust = Pick<FederatedRoleProps, 'provider' | 'subjects' | 'comparison'>;

function trustPolicy({ provider, subjects, comparison = 'StringEquals' }: Trust): string {
  const audience = { [`${provider.issuer}:aud`]: provider.audience };
  const subject = { [`${provider.issuer}:sub`]: subjects };
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Federated: provider.arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition:
        comparison === 'StringEquals'
          ? { StringEquals: { ...audience, ...subject } }
          : { StringEquals: audience, StringLike: subject },
    },
  ]);
}
