export const problems = {
  'invalid-request': {
    what: 'Le serveur n’a pas accepté une valeur.',
    kept: 'Rien n’a été modifié.',
    todo: 'Corrigez la valeur nommée ci-dessous, ou effacez les filtres.',
  },
  'malformed-request': {
    what: 'Le serveur n’a pas pu lire la demande.',
    kept: 'Rien n’a été modifié.',
    todo: 'Rechargez la page et recommencez.',
  },
  'empty-upload': {
    what: 'Le fichier est vide.',
    kept: 'Rien n’en a été gardé.',
    todo: 'Vérifiez que la capture est terminée, puis choisissez de nouveau le fichier.',
  },
  'not-a-capture': {
    what: 'Ce n’est pas une capture que Vigie sait lire.',
    kept: 'Rien n’en a été gardé.',
    todo: 'Choisissez un fichier pcap ou pcapng, tel quel ou compressé par gzip ou zstd.',
  },
  'not-signed-in': {
    what: 'Vous n’êtes pas connecté, ou votre session est terminée.',
    kept: 'Rien n’a été modifié.',
    todo: 'Reconnectez-vous.',
  },
  'set-up-needed': {
    what: 'Vigie n’a pas encore d’administrateur.',
    kept: 'Rien n’a été modifié.',
    todo: 'Ouvrez le lien d’installation que le serveur a affiché.',
  },
  'wrong-credentials': {
    what: 'L’e-mail, le mot de passe ou le code est faux.',
    kept: 'Rien n’a été modifié.',
    todo: 'Recommencez.',
  },
  'not-allowed': {
    what: 'Votre rôle ne le permet pas.',
    kept: 'Rien n’a été modifié.',
    todo: 'Demandez-le à un administrateur de l’organisation, ou demandez-lui un autre rôle.',
  },
  'not-a-member': {
    what: 'Vous n’êtes pas membre de cette organisation, ou ne l’êtes plus.',
    kept: 'Rien n’a été modifié.',
    todo: 'Choisissez une autre organisation, ou demandez une invitation à son administrateur.',
  },
  'set-up-link-ended': {
    what: 'Ce lien d’installation a servi, est périmé, ou est faux.',
    kept: 'Rien n’a été créé.',
    todo: 'Redémarrez le serveur pour en avoir un nouveau, s’il n’y a pas encore d’administrateur.',
  },
  'already-there': {
    what: 'Il y en a déjà un.',
    kept: 'Rien n’a été modifié.',
    todo: 'Choisissez un autre nom ou identifiant, ou utilisez celui qui existe.',
  },
  'site-in-use': {
    what: 'Ce site est utilisé.',
    kept: 'Rien n’a été modifié.',
    todo: 'Attribuez ses captures et ses appareils à un autre site, ou à aucun, puis supprimez-le.',
  },
  'last-administrator': {
    what: 'Plus personne d’autre ne pourrait l’administrer.',
    kept: 'Rien n’a été modifié.',
    todo: 'Rendez d’abord quelqu’un d’autre administrateur.',
  },
  'already-made': {
    what: 'Ceci a déjà été créé, et son secret n’est dit qu’une fois.',
    kept: 'Ce qui a été créé la première fois est là.',
    todo: 'Regardez la liste ; retirez-le et créez-en un autre si vous ne l’avez pas vu.',
  },
  'still-running': {
    what: 'La même demande est en cours, ou a été coupée.',
    kept: 'Rien de plus n’a été fait.',
    todo: 'Patientez un instant, regardez la liste, puis recommencez.',
  },
  'key-reused': {
    what: 'La même clé a été envoyée avec une autre demande.',
    kept: 'Rien n’a été modifié.',
    todo: 'Rechargez la page et recommencez.',
  },
  'too-many-requests': {
    what: 'Trop de demandes en une minute.',
    kept: 'Rien n’a été modifié.',
    todo: 'Attendez un moment, puis recommencez.',
  },
  'unknown-id': {
    what: 'Cet élément n’existe pas, ou plus.',
    kept: 'Tout le reste est inchangé.',
    todo: 'Revenez à la liste : il a pu être supprimé ou fusionné.',
  },
  'unknown-path': {
    what: 'Le serveur n’a pas cette fonction.',
    kept: 'Rien n’a été modifié.',
    todo: 'La page est peut-être d’une autre version que le serveur : rechargez-la.',
  },
  'wrong-method': {
    what: 'Le serveur ne fait pas cela ici.',
    kept: 'Rien n’a été modifié.',
    todo: 'La page est peut-être d’une autre version que le serveur : rechargez-la.',
  },
  'changed-meanwhile': {
    what: 'Quelqu’un d’autre l’a modifié entre-temps.',
    kept: 'Sa modification a été gardée, pas la vôtre.',
    todo: 'Regardez le nouvel état, puis refaites votre modification.',
  },
  'body-too-large': {
    what: 'Le fichier est plus gros que ce que le serveur accepte.',
    kept: 'Rien n’en a été gardé.',
    todo: 'Découpez la capture, ou relevez la limite d’envoi du serveur.',
  },
  'unsupported-content-type': {
    what: 'Le serveur ne prend pas ce genre de contenu.',
    kept: 'Rien n’a été modifié.',
    todo: 'Rechargez la page et recommencez.',
  },
  'wrong-host': {
    what: 'Le serveur a été appelé par un nom qui n’est pas le sien.',
    kept: 'Rien n’a été modifié.',
    todo: 'Ouvrez la console à l’adresse que le serveur a affichée, ou lancez-le avec --public-url et l’adresse que vous utilisez.',
  },
  'two-factor-in-force': {
    what: 'Un second facteur est déjà en place.',
    kept: 'Il reste tel quel.',
    todo: 'Supprimez-le d’abord, avec votre mot de passe, pour en configurer un autre.',
  },
  'two-factor-missing': {
    what: 'Aucun second facteur n’est en place.',
    kept: 'Rien n’a été modifié.',
    todo: 'Configurez-en un d’abord.',
  },
  'too-many-attempts': {
    what: 'Trop de mots de passe ou de codes étaient erronés.',
    kept: 'Rien n’est essayé pendant un moment, pas même le bon.',
    todo: 'Attendez le temps indiqué, puis réessayez.',
  },
  'invitation-ended': {
    what: 'Cette invitation a expiré, a servi ou a été retirée.',
    kept: 'Rien n’a été modifié.',
    todo: 'Demandez un nouveau lien à la personne qui vous a invité.',
  },
  'passkeys-not-here': {
    what: 'Les clés d’accès ne peuvent pas servir à cette adresse.',
    kept: 'Rien n’a été modifié.',
    todo: 'Ouvrez la console en HTTPS sous un nom, ou sur localhost.',
  },
  'internal-error': {
    what: 'Le serveur a commis une erreur.',
    kept: 'Ce qui avait été confirmé est en sûreté.',
    todo: 'Recommencez. Si cela se répète, la cause est dans le journal du serveur.',
  },
  'store-unavailable': {
    what: 'Le stockage ne répond pas ou ne prend plus rien.',
    kept: 'Ce qui avait été confirmé est en sûreté.',
    todo: 'Recommencez dans un instant. Vérifiez le disque du serveur si cela dure.',
  },
  'upload-cut-off': {
    what: 'L’envoi a été coupé avant sa fin.',
    kept: 'Rien n’en a été gardé.',
    todo: 'Envoyez de nouveau le fichier.',
  },
  'address-not-allowed': {
    what: 'Le serveur n’accepte pas de connexions depuis votre adresse.',
    kept: 'Rien n’a été modifié.',
    todo: 'Demandez à qui gère le serveur d’ajouter votre réseau à ceux qui peuvent se connecter (--allow).',
  },
  'wrong-origin': {
    what: 'Le serveur a refusé la demande d’un autre site.',
    kept: 'Rien n’a été modifié.',
    todo: 'Ouvrez la console elle-même, à son adresse, et recommencez.',
  },
  'already-listening': {
    what: 'Cette interface est déjà écoutée.',
    kept: 'L’écoute continue comme avant.',
    todo: 'Arrêtez-la d’abord pour l’écouter autrement.',
  },
  'cannot-import': {
    what: 'La capture ne peut pas être lue maintenant.',
    kept: 'Rien n’a été modifié.',
    todo: 'Si elle est occupée, attendez la fin des imports et des suppressions ; si son fichier a changé ou disparu, ouvrez-le de nouveau.',
  },
  'cannot-listen': {
    what: 'L’interface ne peut pas être écoutée ainsi.',
    kept: 'Rien n’a été modifié.',
    todo: 'Voyez la raison ci-dessous. Écouter demande le droit de capturer (root ou CAP_NET_RAW).',
  },
  'not-ready': {
    what: 'Le serveur démarre ou s’arrête.',
    kept: 'Ce qui avait été confirmé est en sûreté.',
    todo: 'Patientez un instant : la page redemande.',
  },
  'too-many-clients': {
    what: 'Trop de pages suivent le direct.',
    kept: 'Tout le reste fonctionne.',
    todo: 'Fermez les pages que personne ne regarde.',
  },
  'no-space': {
    what: 'Le disque du serveur est plein.',
    kept: 'Ce qui avait été confirmé est en sûreté ; ceci n’a pas été gardé.',
    todo: 'Faites de la place sur le disque, puis recommencez.',
  },
  unreachable: {
    what: 'Le serveur ne répond pas.',
    kept: 'Ce qui avait été confirmé est en sûreté ; ce que vous voyez peut être ancien.',
    todo: 'Vérifiez que Vigie tourne, puis recommencez.',
  },
  'unexpected-answer': {
    what: 'Le serveur a donné une réponse que cette page ne comprend pas.',
    kept: 'Rien de plus n’a été modifié.',
    todo: 'Rechargez la page ; elle est peut-être d’une autre version que le serveur.',
  },
  'page-error': {
    what: 'Cette page a commis une erreur.',
    kept: 'Vos données sont en sûreté sur le serveur.',
    todo: 'Rechargez la page.',
  },
} as const;
