/** For each code of docs/api-problems.md: what happened, what was kept, what to do. */
export const problems = {
  'invalid-request': {
    what: 'The server did not accept a value.',
    kept: 'Nothing was changed.',
    todo: 'Correct the value named below, or clear the filters.',
  },
  'malformed-request': {
    what: 'The server could not read the request.',
    kept: 'Nothing was changed.',
    todo: 'Reload the page and try again.',
  },
  'empty-upload': {
    what: 'The file is empty.',
    kept: 'Nothing of it was kept.',
    todo: 'Check that the capture was finished, and choose the file again.',
  },
  'not-a-capture': {
    what: 'This is not a capture that Vigie reads.',
    kept: 'Nothing of it was kept.',
    todo: 'Choose a pcap or pcapng file, as it is or compressed with gzip or zstd.',
  },
  'not-signed-in': {
    what: 'You are not signed in, or your session has ended.',
    kept: 'Nothing was changed.',
    todo: 'Sign in again.',
  },
  'set-up-needed': {
    what: 'Vigie has no administrator yet.',
    kept: 'Nothing was changed.',
    todo: 'Open the set-up link that the server printed.',
  },
  'wrong-credentials': {
    what: 'The email, the password or the code is wrong.',
    kept: 'Nothing was changed.',
    todo: 'Try again.',
  },
  'not-allowed': {
    what: 'Your role does not allow this.',
    kept: 'Nothing was changed.',
    todo: 'Ask an administrator of the organisation to do it, or for another role.',
  },
  'not-a-member': {
    what: 'You do not belong to this organisation, or no longer.',
    kept: 'Nothing was changed.',
    todo: 'Choose another organisation, or ask its administrator for an invitation.',
  },
  'set-up-link-ended': {
    what: 'This set-up link is used up, has ended, or is wrong.',
    kept: 'Nothing was made.',
    todo: 'Restart the server for a new link, if there is no administrator yet.',
  },
  'already-there': {
    what: 'There is one already.',
    kept: 'Nothing was changed.',
    todo: 'Choose another name or id, or use the one that is there.',
  },
  'site-in-use': {
    what: 'Something belongs to this site.',
    kept: 'Nothing was changed.',
    todo: 'Give its captures and devices to another site, or to none, then delete it.',
  },
  'last-administrator': {
    what: 'Nobody else could administer it.',
    kept: 'Nothing was changed.',
    todo: 'Make somebody else administrator first.',
  },
  'already-made': {
    what: 'This was made already, and its secret is said only once.',
    kept: 'What was made the first time is there.',
    todo: 'Look at the list; remove it and make another one if you did not see it.',
  },
  'still-running': {
    what: 'The same request is under way, or was cut off.',
    kept: 'Nothing more was done.',
    todo: 'Wait a moment, look at the list, then try again.',
  },
  'key-reused': {
    what: 'The same key was sent with another request.',
    kept: 'Nothing was changed.',
    todo: 'Reload the page and try again.',
  },
  'too-many-requests': {
    what: 'Too many requests in a minute.',
    kept: 'Nothing was changed.',
    todo: 'Wait a moment, then try again.',
  },
  'unknown-id': {
    what: 'It is not there, or no longer.',
    kept: 'Everything else is unchanged.',
    todo: 'Go back to the list: it may have been deleted or merged.',
  },
  'unknown-path': {
    what: 'The server has no such function.',
    kept: 'Nothing was changed.',
    todo: 'The page may be of another version than the server: reload it.',
  },
  'wrong-method': {
    what: 'The server does not do this here.',
    kept: 'Nothing was changed.',
    todo: 'The page may be of another version than the server: reload it.',
  },
  'changed-meanwhile': {
    what: 'Somebody else changed it in the meantime.',
    kept: 'Their change was kept, yours was not.',
    todo: 'Look at the new state, then make your change again.',
  },
  'body-too-large': {
    what: 'The file is larger than the server accepts.',
    kept: 'Nothing of it was kept.',
    todo: 'Split the capture, or raise the upload limit of the server.',
  },
  'unsupported-content-type': {
    what: 'The server does not take this kind of content.',
    kept: 'Nothing was changed.',
    todo: 'Reload the page and try again.',
  },
  'wrong-host': {
    what: 'The server was addressed by a name that is not its own.',
    kept: 'Nothing was changed.',
    todo: 'Open the console at the address that the server printed, or start it with --public-url and the address you use.',
  },
  'two-factor-in-force': {
    what: 'A second factor is set up already.',
    kept: 'It stays as it is.',
    todo: 'Remove it first, with your password, to set up another one.',
  },
  'two-factor-missing': {
    what: 'No second factor is set up.',
    kept: 'Nothing was changed.',
    todo: 'Set one up first.',
  },
  'too-many-attempts': {
    what: 'Too many passwords or codes were wrong.',
    kept: 'Nothing is tried for a while, not even the right one.',
    todo: 'Wait for the time that is named, then try again.',
  },
  'invitation-ended': {
    what: 'This invitation has ended, was used or was withdrawn.',
    kept: 'Nothing was changed.',
    todo: 'Ask whoever invited you for a new link.',
  },
  'passkeys-not-here': {
    what: 'Passkeys cannot be used at this address.',
    kept: 'Nothing was changed.',
    todo: 'Open the console over HTTPS under a name, or on localhost.',
  },
  'internal-error': {
    what: 'The server made a mistake.',
    kept: 'What was acknowledged before is safe.',
    todo: 'Try again. If it happens again, the cause is in the log of the server.',
  },
  'store-unavailable': {
    what: 'The store does not answer or takes nothing in.',
    kept: 'What was acknowledged is safe.',
    todo: 'Try again in a moment. Check the disk of the server if it lasts.',
  },
  'upload-cut-off': {
    what: 'The upload was cut off before its end.',
    kept: 'Nothing of it was kept.',
    todo: 'Send the file again.',
  },
  'address-not-allowed': {
    what: 'The server does not take connections from your address.',
    kept: 'Nothing was changed.',
    todo: 'Ask who runs the server to add your network to those that may connect (--allow).',
  },
  'wrong-origin': {
    what: 'The server refused a request of another site.',
    kept: 'Nothing was changed.',
    todo: 'Open the console itself, at its own address, and try again.',
  },
  'already-listening': {
    what: 'This interface is listened on already.',
    kept: 'It goes on as it was.',
    todo: 'Stop it first to listen on it in another way.',
  },
  'cannot-import': {
    what: 'The capture cannot be read now.',
    kept: 'Nothing was changed.',
    todo: 'If it is busy, wait until imports and deletions have ended; if its file has changed or gone, open it anew.',
  },
  'cannot-listen': {
    what: 'The interface cannot be listened on like this.',
    kept: 'Nothing was changed.',
    todo: 'Look at the reason below. Listening needs the right to capture (root or CAP_NET_RAW).',
  },
  'not-ready': {
    what: 'The server is starting or stopping.',
    kept: 'What was acknowledged is safe.',
    todo: 'Wait a moment: the page asks again.',
  },
  'too-many-clients': {
    what: 'Too many pages follow live.',
    kept: 'Everything else works.',
    todo: 'Close pages that nobody looks at.',
  },
  'no-space': {
    what: 'The disk of the server is full.',
    kept: 'What was acknowledged is safe; this was not kept.',
    todo: 'Make room on the disk, then try again.',
  },
  unreachable: {
    what: 'The server does not answer.',
    kept: 'What was acknowledged is safe; what you see may be old.',
    todo: 'Check that Vigie runs, then try again.',
  },
  'unexpected-answer': {
    what: 'The server gave an answer that this page does not understand.',
    kept: 'Nothing more was changed.',
    todo: 'Reload the page; it may be of another version than the server.',
  },
  'page-error': {
    what: 'This page made a mistake.',
    kept: 'Your data is safe on the server.',
    todo: 'Reload the page.',
  },
} as const;
