id=cf07e200-4983-4a99-b77b-000000000018&from=Telkomsel&to=08111272206&coding=0&charset=UTF-8&text=Promo+paket+data+30GB
