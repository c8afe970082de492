#!/bin/sh
# Builds the site into target/site/.vitepress/dist. A dead link stops the build. Needs Node.js 18 or newer, and the Javadoc, which
# mvn -pl java/core -am verify makes (CONTRIBUTING.md). SITE_BASE is the path where the site will lie, such as /baresock/. SITE_JAVADOC=none leaves the Javadoc out.
set -eu
cd "$(dirname "$0")/.."
javadoc=java/core/target/reports/apidocs
site=target/site
mkdir -p $site
find $site -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
cp -R docs/. $site
for page in README:index CHANGELOG:changelog CONTRIBUTING:contributing SECURITY:security; do
  cp "${page%:*}.md" "$site/${page#*:}.md"
done
mkdir -p $site/public/javadoc
if [ "${SITE_JAVADOC:-}" = none ]; then
  echo '<!DOCTYPE html><title>Javadoc</title><p>This site was built without the Javadoc.' > $site/public/javadoc/index.html
elif [ -f $javadoc/index.html ]; then
  cp -R $javadoc/. $site/public/javadoc
else
  echo "site: no Javadoc in $javadoc: run mvn -pl java/core -am verify -DskipTests first, or set SITE_JAVADOC=none" >&2
  exit 1
fi
cd $site
npm install --no-package-lock --no-fund --no-audit --loglevel=error
npm run --silent build
node links.mjs .vitepress/dist "${SITE_BASE:-/}"
