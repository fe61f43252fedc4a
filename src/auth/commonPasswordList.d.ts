declare module "fxa-common-password-list" {
  const commonPasswords: {
    /** Whether the password is among the commonest. */
    test(password: string): boolean;
  };
  export default commonPasswords;
}
