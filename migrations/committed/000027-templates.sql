--! Previous: sha1:c653d6f74939cb95076c2f2098c4e98d81867255
--! Hash: sha1:0a4b9b148ccc9410fed5624d15e31d19f38d648a

-- templates: being written.
select 1;
