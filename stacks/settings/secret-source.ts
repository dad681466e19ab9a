import { object, optional, string } from './shape';

/**
 * The place that stores a secret value: a parameter or a secret in AWS. The value itself must not appear in the code, a plan or the state.
 */
export type SecretSource = ParameterSource | SecretsManagerSource;

/** The encryption of a stored value. */
interface EncryptedSource {
  /**
   * The ARN of the customer managed KMS key that encrypts the value, for example
   * `arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012`. The execution role gets the permission to decrypt
   * with this key.
   * @default none: the value is encrypted with the AWS managed key
   */
  readonly kmsKey?: string;
}

/** A `SecureString` parameter in the Parameter Store of Systems Manager. It costs nothing. */
export interface ParameterSource extends EncryptedSource {
  /** The name of the parameter, for example `/eight-digit/prod/api-key`. */
  readonly parameter: string;
  readonly secret?: undefined;
  readonly key?: undefined;
}

/** A secret in AWS Secrets Manager. It costs 0.40 US dollars a month. */
export interface SecretsManagerSource extends EncryptedSource {
  readonly parameter?: undefined;
  /** The name or the complete ARN of the secret. */
  readonly secret: string;
  /**
   * The key in the JSON object that the secret contains. The variable gets only the value of this key.
   * @default none: the variable gets the whole secret
   */
  readonly key?: string;
}

export const secretSourceShape = object<SecretSource>({
  parameter: optional(string),
  secret: optional(string),
  key: optional(string),
  kmsKey: optional(string),
});
