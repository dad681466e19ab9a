import { Fn, Op, TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';

/** The value of the variable `container_image` in an environment that runs no tasks. */
export const noImage = 'none';

/** A regular expression for an image: an optional registry with an optional port, the repository, and the digest. A tag is not allowed. */
const imageByDigest = '^([a-z0-9.-]+(:[0-9]+)?/)?[a-z0-9._/-]+@sha256:[0-9a-f]{64}$';

/**
 * Defines the variable for `terraform apply -var container_image=…`. By default, the variable is null, and Terraform deploys the last
 * healthy image.
 */
export function defineContainerImageVariable(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(TerraformStack.of(scope), 'container_image', {
    type: 'string',
    default: Token.nullValue(),
    description: `The image to deploy: <repository>@sha256:<digest>, or "${noImage}" to run nothing. The default is the last healthy image.`,
  });
  const given = variable.stringValue;
  variable.addValidation({
    condition: Op.or(
      Op.eq(given, Token.nullValue()),
      Op.or(Op.eq(given, noImage), Fn.can(Fn.regex(imageByDigest, given))),
    ),
    errorMessage: `container_image must be <repository>@sha256:<64 lower-case hexadecimal digits>, or ${noImage}. Tags are not allowed, because they can move to another image; docker push prints the digest.`,
  });
  return variable;
}
