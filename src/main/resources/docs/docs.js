'use strict';

SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // Else it would ask a server of somebody else's whether the document is sound.
  validatorUrl: null,
});
