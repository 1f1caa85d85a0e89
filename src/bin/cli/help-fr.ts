import type { HelpPage } from './help.ts';

/** Les pages d'aide, 80 colonnes au plus. */
export const HELP_FR: Readonly<Record<HelpPage, string>> = {
  '': `
vigie lit le trafic réseau et dit qui est là, qui parle à qui et ce qui mérite
un regard. Elle n’envoie rien et ne demande pas de compte.

Commandes :
  server [FICHIER…]  la console au navigateur : importe des captures, écoute
  analyze FICHIER…   résumé de captures : appareils, conversations, constats
  open FICHIER…      de même, avec un rapport HTML dans le dossier courant
  listen INTERFACE…  de même, en direct, sur un port miroir (CAP_NET_RAW)
  demo               de même, sur un réseau inventé, faute de capture
  user ACTION        les personnes qui entrent : add, join, list…
  token ACTION       les jetons des programmes : create, list, revoke
  org ACTION         les organisations : list, add, rename
  audit verify       le journal d’audit est-il tel qu’il a été écrit ?
  secrets rotate     une autre clé maîtresse pour ce qui est gardé secret
  version            version de Vigie
  help [COMMANDE]    cette page, ou celle d’une commande

Pour commencer :
  $ vigie server capture.pcapng
  $ vigie analyze capture.pcapng
  $ tcpdump -i eth0 -w - | vigie analyze -

Options :
  -h, --help         aide de la commande
  --lang en|fr       langue (sinon LC_ALL, LC_MESSAGES, LANG)
  -V, --version      version de Vigie

Codes de sortie :
  0 fait   1 écriture ou écoute impossible   2 pas une capture   64 mal employé
`,
  server: `
vigie server [FICHIER…] [options]

Lance la console et affiche son adresse : « ready: http://127.0.0.1:8480/ ».
Elle garde dans son dossier de données ce qu’on lui donne : les captures
ouvertes ici ou envoyées depuis le navigateur, et ce qu’elle entend sur les
interfaces. « npm start » la lance. Ctrl+C ou SIGTERM l’arrête en moins de
10 secondes, et rien de ce qui était gardé n’est perdu.

Seule cette machine y accède, tant qu’il n’y a pas d’administrateur. D’une
autre :
    $ ssh -L 8480:127.0.0.1:8480 CET_HÔTE

Options :
  --port N            port de la console (8480) ; 0 : au choix du système
  --listen ADRESSE    de cette machine, 0.0.0.0 ou :: pour toutes (127.0.0.1) ;
                      au-delà d’elle dès qu’il y a un administrateur
  --data DOSSIER      où tout est gardé (STATE_DIRECTORY, sinon
                      $XDG_STATE_HOME/vigie, sinon ~/.local/state/vigie) ; un
                      seul serveur à la fois
  --open FICHIER      importe une capture ; peut être répété, et FICHIER seul
                      veut dire la même chose
  --capture IFACE     écoute une interface dès le départ (CAP_NET_RAW) ; peut
                      être répété
  --site NOM          le site auquel ceux-là appartiennent ; créé s’il n’y en a
                      pas de ce nom
  --max-upload-gb N   le plus gros envoi, en Gio (64)
  --rate-limit K=N    requêtes par minute : token=100, session=3000, address=300
                      (sans identifiants), signIn=20 ; peut être donné
                      plusieurs fois
  --log-level NIVEAU  trace, debug, info, warn, error ou silent, sur l’erreur
                      standard (warn sur un terminal, sinon info)
  -q, --quiet         seulement la ligne « ready » et les erreurs
  --lang en|fr        langue de ce qui est dit ici ; la console a la sienne

Réseau :
  --tls self-signed   HTTPS, certificat fait ici, gardé et renouvelé
  --tls acme          HTTPS, certificat d’une autorité, dont ceci accepte les
                      conditions ; exige --acme-domain et --http-redirect, et
                      que le port 80 du nom y mène
  --acme-domain NOM   le nom en question ; peut être répété
  --acme-email EMAIL  où l’autorité écrit
  --acme-directory U  une autre autorité que Let’s Encrypt
  --tls-cert FICHIER  HTTPS, votre certificat, suivi de ceux qui s’en portent
                      garants, en PEM ; relu s’il change et sur SIGHUP
  --tls-key FICHIER   sa clé, sans phrase secrète
  --http-redirect N   port en HTTP simple qui dit seulement où est HTTPS
  --public-url URL    où l’on ouvre la console ; on répond à ce nom
  --trusted-proxy RÉS croit ce mandataire (adresse ou réseau) sur ses clients :
                      X-Forwarded-For, -Proto, -Host ; peut être répété
  --allow RÉSEAU      seuls ce réseau et cette machine se connectent ; peut être
                      répété
  --outgoing-allow R  laisse les requêtes de Vigie (webhooks, autorités) aller
                      dans ce réseau interne ; peut être répété

Environnement :
  VIGIE_LISTEN, VIGIE_PORT, VIGIE_TLS, VIGIE_ALLOW…  comme --listen, --port et
                        tout « Réseau » ; listes avec des virgules
  VIGIE_POSTGRES_URL    un serveur PostgreSQL au lieu de celui qui est inclus
  VIGIE_CLICKHOUSE_URL  un serveur ClickHouse au lieu de celui qui est inclus
  VIGIE_MASTER_KEY      la clé de tous les secrets, au lieu du fichier
                        master.key du dossier de données
                        (openssl rand -base64 32)

Codes de sortie :
  0 arrêté par un signal   1 n’a pas pu démarrer, ou bien finir
  64 mal employé

Exemples :
  Regarder une capture au navigateur :
    $ vigie server lundi.pcapng
  L’appareil sur un port miroir :
    $ sudo vigie server --capture eth1 --data /var/lib/vigie
`,
  analyze: `
vigie analyze FICHIER… [options]

Lit des captures pcap et pcapng, compressées (gzip, zstd) ou non, dans l’ordre
donné, comme une seule capture. « - » est l’entrée standard. Un fichier abîmé
est lu aussi loin que possible, et le résumé dit où il s’arrête.

Sortie :
  (rien)             un résumé pour le terminal
  --json             tout le résultat en JSON sur la sortie standard, et rien
                     d’autre (contrat : docs/analyze-json.md)
  --csv DOSSIER      appareils, conversations, protocoles, VLAN et constats en
                     fichiers CSV ; le dossier est créé
  --html FICHIER     un rapport en un seul fichier, qui ne charge rien : à
                     envoyer, à garder

Options :
  -f, --filter EXPR  seulement ces paquets, dans la langue de tcpdump
  --top N            lignes de chaque liste au terminal (20)
  --max-flows N      place pour les conversations en mémoire ; trop petite, le
                     résumé le dit (par défaut : au choix de Vigie)
  -q, --quiet        sans barre de progression, ni résumé avec --csv ou --html
  --lang en|fr       langue du résumé, et du rapport à l’ouverture

Exemples :
  Qu’y a-t-il sur ce réseau ?
    $ vigie analyze lundi.pcapng
  Une semaine de captures tournantes en un rapport :
    $ vigie analyze ring-*.pcap.gz --html semaine.html
  Noms et adresses des automates :
    $ vigie analyze usine.pcap --json | jq -r '.devices[]
        | select(.type=="plc") | [.names[0].value, .addresses[0].ip] | @tsv'
  Tout sauf la sauvegarde, dans un tableur :
    $ vigie analyze bureau.pcap --filter 'not port 873' --csv bureau
  Depuis une autre machine, sans fichier :
    $ ssh passerelle tcpdump -i eth0 -w - not port 22 | vigie analyze -
`,
  listen: `
vigie listen INTERFACE… [options]

Écoute un port miroir (SPAN, TAP) et rafraîchit le résumé. Les trames sont lues
dans l’anneau du noyau sans copie ; ce que le noyau a dû jeter est compté et
montré. Ctrl+C termine par un dernier résumé.

Droits : root, ou une fois pour tous les utilisateurs de ce Node.js :
    $ sudo setcap cap_net_raw+ep "$(readlink -f "$(command -v node)")"

Options :
  --interval SECONDES temps entre deux résumés (5)
  --duration SECONDES s’arrête de lui-même après ce temps
  --json              un document JSON par intervalle sur la sortie standard, un
                      par ligne, pour un autre programme
  -f, --filter EXPR   seulement ces trames, dans la langue de tcpdump ; le noyau
                      jette les autres
  --snaplen N         garde les N premiers octets de chaque trame (64 à 262144)
  --ring-mb N         mémoire de l’anneau du noyau, par interface, en Mio
  --no-promiscuous    seulement les trames destinées à cette machine
  --max-flows N       place pour les conversations en mémoire (1048576)
  -q, --quiet         rien que le dernier résumé
  --lang en|fr        langue

Exemples :
  Un port miroir :
    $ sudo vigie listen eth1
  Une minute, en JSON :
    $ sudo vigie listen eth1 --duration 60 --interval 60 --json > minute.json
  Les deux brins d’un TAP, en-têtes seulement, sur un lien rapide :
    $ sudo vigie listen eth1 eth2 --snaplen 128 --ring-mb 256
`,
  open: `
vigie open FICHIER… [options]

Analyse les captures, affiche le résumé et écrit le rapport HTML
vigie-report-<nom>.html dans le dossier courant.

Options :
  -f, --filter EXPR  seulement ces paquets, dans la langue de tcpdump
  --top N            lignes de chaque liste au terminal (20)
  --max-flows N      place pour les conversations en mémoire
  -q, --quiet        seulement le nom du rapport
  --lang en|fr       langue

Exemples :
    $ vigie open lundi.pcapng
    $ vigie open lundi.pcapng --top 50
`,
  demo: `
vigie demo [options]

Fabrique la capture d’une entreprise qui n’existe pas, Atelier Boréal : bureau,
téléphones, serveurs, atelier, et trois choses qui méritent un regard. Écrit
vigie-demo.pcap dans le dossier courant et l’ouvre comme « vigie open ». Les
mêmes options donnent les mêmes octets.

Options :
  --out FICHIER      seulement écrire la capture, là ; « - » : sortie standard
  --minutes N        sa durée (10)
  --seed N           un autre nombre, une autre journée (2026)
  -q, --quiet        seulement les noms de ce qui a été écrit
  --lang en|fr       langue

Exemples :
    $ vigie demo
    $ vigie demo --minutes 60 --seed 7 --out heure.pcap
    $ vigie demo --out - | vigie analyze - --json
`,
  user: `
vigie user add --email E --role R --password-stdin [--org O] [--name N]
vigie user join --email E --role R --org O
vigie user reset-password --email E --password-stdin
vigie user disable --email E
vigie user enable --email E
vigie user list

Les personnes qui entrent dans la console, d’un serveur qui tourne ou de son
dossier de données. Le premier administrateur est aussi au-dessus des
organisations ; dès lors, le serveur peut écouter au-delà de cette machine.
L’administrateur d’une organisation qui n’existe pas encore la crée ; « join »
fait entrer quelqu’un qui a un compte dans une autre. Un nouveau mot de passe et
« disable » ferment toutes les sessions.

Options :
  --email E           qui
  --name N            le nom dans les listes (l’adresse)
  --role R            admin, operator, viewer ou auditor
  --org O             l’organisation, son identifiant ou son nom (default)
  --platform-admin    est aussi au-dessus des organisations
  --password-stdin    le mot de passe est ce que contient l’entrée standard :
                      12 à 256 caractères
  --json              la réponse en JSON
  --data DOSSIER      comme pour « vigie server »
  --lang en|fr        langue de ce qui est dit ici

Exemples :
    $ pass a | vigie user add --email a@site.org --role admin --password-stdin
    $ vigie user list --json

Codes de sortie :
  0 fait   1 impossible   2 refusé, rien n’a changé   64 mauvais usage
`,
  token: `
vigie token create --role R --name N [--org O] [--scope S] [--expires-days N]
vigie token list [--org O]
vigie token revoke --id ID [--org O]

Les jetons d’API des programmes : « Authorization: Bearer JETON ». « create »
affiche le jeton seul, cette unique fois ; il n’en est gardé qu’une empreinte.

Options :
  --org O             l’organisation, son identifiant ou son nom (default)
  --role R            admin, operator, viewer ou auditor
  --name N            le nom dans les listes
  --scope S           seulement ceci de ce que le rôle permet : inventory:read,
                      capture:write… ; peut être donné plusieurs fois
  --expires-days N    prend fin après N jours (jamais)
  --id ID             de « vigie token list »
  --json              la réponse en JSON
  --data DOSSIER      comme pour « vigie server »
  --lang en|fr        langue de ce qui est dit ici

Exemples :
    $ vigie token create --role viewer --name tableau > jeton
    $ curl -H "Authorization: Bearer $(cat jeton)" $URL/api/v1/devices

Codes de sortie :
  0 fait   1 impossible   2 refusé, rien n’a changé   64 mauvais usage
`,
  org: `
vigie org list
vigie org add --name N [--id ID]
vigie org rename --org O --name N

Les organisations : tout appartient à l’une d’elles, et rien ne se voit de l’une
à l’autre. « add » et « rename » affichent l’identifiant seul.

Options :
  --name N            ce que les gens lisent
  --id ID             a-z, 0-9 et traits d’union (tiré du nom)
  --org O             laquelle, par son identifiant ou son nom
  --json              la réponse en JSON
  --data DOSSIER      comme pour « vigie server »
  --lang en|fr        langue de ce qui est dit ici

Exemples :
    $ vigie org add --name 'Usine Nord'
    $ vigie token create --org usine-nord --role viewer --name sonde

Codes de sortie :
  0 fait   1 impossible   2 refusé, rien n’a changé   64 mauvais usage
`,
  audit: `
vigie audit verify [options]

Relit chaque journal d’audit depuis sa première ligne et dit si quelqu’un en a
modifié, retiré, déplacé ou ajouté une à l’insu de Vigie ; la première est
nommée. D’un serveur qui tourne, ou de son dossier de données.

Options :
  --data DOSSIER     le dossier de données, comme pour « vigie server »
  --json             le résultat en JSON sur la sortie standard
  --lang en|fr       langue

Codes de sortie :
  0 rien n’a été modifié   1 si, ou la lecture est impossible   64 mal employé

Exemples :
    $ vigie audit verify
    $ vigie audit verify --data /var/lib/vigie --json
`,
  secrets: `
vigie secrets rotate [options]

Crée une autre clé maîtresse et met sous elle tout ce qui est gardé secret. Peut
être interrompue à tout moment : relancée, elle reprend. Personne n’est
déconnecté, et un serveur qui tourne continue.

La clé maîtresse est la variable VIGIE_MASTER_KEY, sinon l’identifiant systemd
vigie-master-key, sinon le fichier master.key du dossier de données. Avec une
variable ou un identifiant, mettez d’abord la nouvelle clé devant l’ancienne :
« NOUVELLE ANCIENNE ».

Options :
  --data DOSSIER     le dossier de données, comme pour « vigie server »
  --json             le résultat en JSON sur la sortie standard
  --lang en|fr       langue

Exemples :
    $ vigie secrets rotate --data /var/lib/vigie
`,
  version: `
vigie version

Affiche la version de Vigie, de Node.js et de la plateforme : ce par quoi un
signalement de problème devrait commencer.
`,
  help: `
vigie help [COMMANDE]

Affiche l’aide d’une commande, ou la liste des commandes.

Exemples :
    $ vigie help analyze
    $ vigie analyze --help --lang fr
`,
  nothing: `
Donnez une capture à Vigie, elle en écrit un rapport à ouvrir au navigateur :

    $ vigie open capture.pcapng

Pas de capture sous la main ? Enregistrez-en une minute ici :

    $ sudo timeout 60 tcpdump -i any -w capture.pcap
    $ vigie open capture.pcap

Ou regardez d’abord un réseau inventé :

    $ npx vigie demo

Wireshark, les commutateurs et les pare-feu écrivent aussi des captures (.pcap,
.pcapng, également .gz et .zst). « vigie help » montre tout le reste.
`,
};
