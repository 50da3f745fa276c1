/** Several operators at one journey: who is here, comments, versions. */
export const together = {
  together: {
    signedOutTitle: 'You have been signed out',
    signedOutText: 'What you drew and typed is still here. Sign in, in another tab, and go on.',
  },
}
