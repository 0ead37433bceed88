// SPDX-License-Identifier: MIT
// KMail's libraries themselves: signs in by XOAUTH2, and counts the messages or sends one.
//
//   kde_program imap|smtp PORT USER PASSWORD
//
// On loopback, so kimap takes any certificate, and ksmtp goes without TLS. Prints "N messages", or
// "error: TEXT" as KMail would show it. Exit: 0 done, 1 not.
#include <kimap/loginjob.h>
#include <kimap/selectjob.h>
#include <kimap/session.h>
#include <kimap/sessionuiproxy.h>
#include <ksmtp/loginjob.h>
#include <ksmtp/sendjob.h>
#include <ksmtp/session.h>
#include <stdio.h>
#include <stdlib.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QString>
#include <QStringList>

namespace {

const QString host = QStringLiteral("127.0.0.1");

class AnyCertificate : public KIMAP::SessionUiProxy {
  bool ignoreSslError(const KSslErrorUiData&) override { return true; }
};

bool succeeds(KJob& job) {
  if (job.exec()) return true;
  printf("error: %s\n", qPrintable(job.errorString()));
  return false;
}

int read_mail(quint16 port, const QString& user, const QString& password) {
  KIMAP::Session session(host, port);
  session.setUiProxy(KIMAP::SessionUiProxy::Ptr(new AnyCertificate));
  auto* login = new KIMAP::LoginJob(&session);  // a job deletes itself
  login->setEncryptionMode(KIMAP::LoginJob::SSLorTLS);
  login->setAuthenticationMode(KIMAP::LoginJob::XOAuth2);
  login->setUserName(user);
  login->setPassword(password);
  if (!succeeds(*login)) return 1;
  auto* select = new KIMAP::SelectJob(&session);
  select->setAutoDelete(false);
  select->setMailBox(QStringLiteral("INBOX"));
  if (!succeeds(*select)) return 1;
  printf("%d messages\n", select->messageCount());
  return 0;
}

void wait_for_greeting(KSmtp::Session& session) {
  QEventLoop loop;
  QObject::connect(&session, &KSmtp::Session::stateChanged, &loop,
                   [&loop](KSmtp::Session::State state) {
                     if (state == KSmtp::Session::NotAuthenticated) loop.quit();
                   });
  session.open();
  loop.exec();
}

int send_mail(quint16 port, const QString& user, const QString& password) {
  KSmtp::Session session(host, port);
  session.setEncryptionMode(KSmtp::Session::Unencrypted);
  wait_for_greeting(session);
  auto* login = new KSmtp::LoginJob(&session);
  login->setPreferedAuthMode(KSmtp::LoginJob::XOAuth2);
  login->setUserName(user);
  login->setPassword(password);
  if (!succeeds(*login)) return 1;
  auto* send = new KSmtp::SendJob(&session);
  send->setFrom(user);
  send->setTo({QStringLiteral("friend@example.org")});
  send->setData("Subject: hello\r\n\r\nA line.");
  return succeeds(*send) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  if (argc != 5) return 1;
  const auto act = argv[1][0] == 'i' ? read_mail : send_mail;
  return act(static_cast<quint16>(atoi(argv[2])), QString::fromUtf8(argv[3]),
             QString::fromUtf8(argv[4]));
}
